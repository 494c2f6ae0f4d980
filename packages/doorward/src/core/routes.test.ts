import { expect, test } from 'vitest';
import { NotAuthenticated, PermissionDenied } from '../http/errors.ts';
import { endpoint } from './endpoint.ts';
import { allowed, denied } from './permission.ts';
import { policy } from './policy.ts';
import { routes } from './routes.ts';
import { drf } from './switches.ts';
import { asked, wordScheme } from './test-requests.ts';

const listener = () => {};
const open = policy({ schemes: [wordScheme('A')], permission: () => allowed, listener });
const answer = routes(
  [
    endpoint({
      method: 'GET',
      path: '/things',
      policy: open,
      handle: () => Response.json(['one']),
    }),
    endpoint({
      method: 'POST',
      path: '/things',
      policy: open,
      handle: async ({ fields }) => Response.json(Object.fromEntries(await fields())),
    }),
    endpoint({
      method: 'GET',
      path: '/things/:id',
      policy: open,
      handle: ({ params }) => Response.json({ ...params }),
    }),
    endpoint({
      method: 'GET',
      path: '/private',
      policy: open,
      handle: () => {
        throw new NotAuthenticated();
      },
    }),
    endpoint({
      method: 'GET',
      path: '/denied',
      policy: open,
      handle: () => Promise.reject(new PermissionDenied('Not yours.')),
    }),
    endpoint({
      method: 'GET',
      path: '/broken',
      policy: open,
      handle: () => {
        throw new TypeError('internals');
      },
    }),
  ],
  { fallback: open, headers: { 'x-frame-options': 'DENY' }, maxBodyBytes: 100 },
);

async function call(method: string, path: string, init: RequestInit = {}): Promise<Response> {
  const request = new Request(`https://api.example${path}`, { method, ...init });
  return answer(request, { ...asked(method), request });
}

test('an endpoint answers its method and path, with parameters decoded', async () => {
  expect(await (await call('GET', '/things')).json()).toEqual(['one']);
  expect(await (await call('GET', '/things/a%2Fb%20c')).json()).toEqual({ id: 'a/b c' });
});

test('HEAD is GET without the body', async () => {
  const response = await call('HEAD', '/things');
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('');
});

test('a known path with another method is a 405 that tells the methods (RFC 9110 §15.5.6)', async () => {
  const response = await call('DELETE', '/things');
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
  const options = await call('OPTIONS', '/things');
  expect(options.status).toBe(204);
  expect(options.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
});

test('under DRF switches a wrong method and OPTIONS are asked who they are first', async () => {
  const closed = policy({ schemes: [wordScheme('A')], permission: () => denied, switches: drf });
  const answerDrf = routes(
    [endpoint({ method: 'GET', path: '/a', policy: closed, handle: () => new Response() })],
    { fallback: closed },
  );
  for (const method of ['DELETE', 'OPTIONS']) {
    const request = new Request('https://api.example/a', { method });
    expect((await answerDrf(request, { ...asked(method), request })).status).toBe(401);
  }
  const ajar = policy({ schemes: [], permission: () => allowed, switches: drf });
  const answerOpen = routes(
    [endpoint({ method: 'GET', path: '/a', policy: ajar, handle: () => new Response() })],
    { fallback: ajar },
  );
  const request = new Request('https://api.example/a', { method: 'DELETE' });
  const wrong = await answerOpen(request, { ...asked('DELETE'), request });
  expect(wrong.status).toBe(405);
  expect(wrong.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
});

test.each(['/nothing', '/things/', '//things', '/things/1/2', '/Things'])(
  'an unknown path is a 404: %s',
  async (path) => {
    expect((await call('GET', path)).status).toBe(404);
  },
);

test('a path with a malformed percent-encoding is a 400', async () => {
  expect((await call('GET', '/things/%zz')).status).toBe(400);
  expect((await call('GET', '/things/%ff')).status).toBe(400);
});

test('what an endpoint throws becomes the right answer', async () => {
  const unauthorized = await call('GET', '/private');
  expect(unauthorized.status).toBe(401);
  expect(unauthorized.headers.get('www-authenticate')).toBe('A realm="api"');
  expect(await (await call('GET', '/denied')).json()).toMatchObject({
    code: 'permission_denied',
    detail: 'Not yours.',
  });
  const broken = await call('GET', '/broken');
  expect(broken.status).toBe(500);
  expect(await broken.text()).not.toContain('internals');
});

test('bodies are bounded before they are parsed', async () => {
  const init = {
    body: `{"a":"${'x'.repeat(200)}"}`,
    headers: { 'content-type': 'application/json' },
  };
  expect((await call('POST', '/things', init)).status).toBe(413);
});

test('every answer carries the fields of the server', async () => {
  for (const path of ['/things', '/nothing', '/broken']) {
    expect((await call('GET', path)).headers.get('x-frame-options')).toBe('DENY');
  }
});

test('two endpoints with one method and path are refused at assembly', () => {
  const one = endpoint({ method: 'GET', path: '/a', policy: open, handle: () => new Response() });
  expect(() => routes([one, one], { fallback: open })).toThrow('GET /a');
});
