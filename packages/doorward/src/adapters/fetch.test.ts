import { describe, expect, expectTypeOf, it } from 'vitest';
import { allowed, requiringUser } from '../core/permission.ts';
import { policy } from '../core/policy.ts';
import type { Auth, AuthScheme } from '../core/scheme.ts';
import { NotFound } from '../http/errors.ts';
import { anyone } from '../permissions/anyone.ts';
import { authenticated } from '../permissions/authenticated.ts';
import { basic } from '../schemes/basic.ts';
import { token } from '../schemes/token.ts';
import { authRequest, guarded, mount, protect, requireAuth } from './fetch.ts';

interface Person {
  readonly name: string;
}
const robots = token<Person>({
  source: {
    find: (key) => (key === 'robot' ? { user: { name: 'robot' }, credential: '1' } : undefined),
  },
});
const people = basic<{ id: number }>({
  verify: (name) => (name === 'alice' ? { id: 1 } : undefined),
});
const url = 'https://api.test/';
const asRobot = { headers: { authorization: 'Token robot' } };

describe('what a handler knows of the user', () => {
  it('is the union of what the schemes yield, and never null behind a rule that requires a user', async () => {
    const listener = guarded(
      policy({ schemes: [robots, people], permission: authenticated }),
      (_request, { user, auth }) => {
        expectTypeOf(user).toEqualTypeOf<Person | { id: number }>();
        expectTypeOf(auth).toEqualTypeOf<Auth>();
        return Response.json({ user, scheme: auth.scheme });
      },
    );
    const response = await listener(new Request(url, asRobot));
    expect(await response.json()).toEqual({ user: { name: 'robot' }, scheme: 'Token' });
  });

  it('may be null on a public route', async () => {
    const listener = guarded(
      policy({ schemes: [robots], permission: anyone }),
      (_request, { user, auth }) => {
        expectTypeOf(user).toEqualTypeOf<Person | null>();
        expectTypeOf(auth).toEqualTypeOf<Auth | null>();
        return Response.json({ user, auth });
      },
    );
    expect(await (await listener(new Request(url))).json()).toEqual({ user: null, auth: null });
  });

  it('is a user of one of the schemes behind requireAuth', async () => {
    const guard = requireAuth(robots, people);
    const refused = await guard(new Request(url), () => new Response('in'));
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe(
      'Token, Basic realm="api", charset="UTF-8"',
    );
    const admitted = await guard(new Request(url, asRobot), (_request, { user }) => {
      expectTypeOf(user).toEqualTypeOf<Person | { id: number }>();
      return Response.json(user);
    });
    expect(await admitted.json()).toEqual({ name: 'robot' });
  });
});

describe('answers', () => {
  const renewing: AuthScheme<Person> = {
    name: 'X-Renew',
    authenticate: () => ({ accepted: true, user: { name: 'a' }, headers: [['set-cookie', 'a=1']] }),
  };
  const renewed = policy({ schemes: [renewing], permission: authenticated });

  it('carry the scheme’s fields even when they are immutable, and the given one is left alone', async () => {
    const fixed = Response.redirect('https://api.test/there', 302);
    const response = await guarded(renewed, () => fixed)(new Request(url));
    expect(response.status).toBe(302);
    expect(response.headers.getSetCookie()).toEqual(['a=1']);
    expect(fixed.headers.getSetCookie()).toEqual([]);
  });

  it('carry the scheme’s fields when the handler throws', async () => {
    const listener = guarded(renewed, () => {
      throw new NotFound();
    });
    const response = await listener(new Request(url));
    expect([response.status, response.headers.getSetCookie()]).toEqual([404, ['a=1']]);
  });

  it('are the handler’s own object when nothing is added', async () => {
    const own = new Response('x');
    const listener = guarded(policy({ schemes: [], permission: anyone }), () => own);
    expect(await listener(new Request(url))).toBe(own);
  });

  it('have no body for HEAD', async () => {
    const listener = guarded(policy({ schemes: [], permission: anyone }), () =>
      Response.json({ a: 1 }),
    );
    const response = await listener(new Request(url, { method: 'HEAD' }));
    expect(response.body).toBeNull();
    expect(response.headers.get('content-type')).toBe('application/json');
  });

  it('never make the listener reject', async () => {
    const broken = policy({
      schemes: [],
      permission: requiringUser(() => {
        throw new Error('rule');
      }),
      present: () => Promise.reject(new Error('page')),
    });
    expect((await guarded(broken, () => new Response())(new Request(url))).status).toBe(500);
  });
});

describe('form fields', () => {
  const seen: (string | undefined)[] = [];
  const asking: AuthScheme<Person> = {
    name: 'X-Form',
    async authenticate({ request }) {
      seen.push(await request.formField?.('a'), await request.formField?.('missing'));
      return undefined;
    },
  };
  const listener = guarded(
    policy({ schemes: [asking], permission: () => allowed }),
    async (request) => {
      return new Response(await request.text());
    },
  );
  async function ask(body: string | FormData, type?: string): Promise<unknown> {
    seen.length = 0;
    const headers = type === undefined ? {} : { 'content-type': type };
    const response = await listener(new Request(url, { method: 'POST', body, headers }));
    const text = await response.text();
    return { seen: [...seen], text };
  }
  const urlencoded = 'application/x-www-form-urlencoded';

  it('are read, and the application still has the whole body', async () => {
    expect(await ask('a=1&a=2', urlencoded)).toEqual({ seen: ['1', undefined], text: 'a=1&a=2' });
    expect(await ask('a=%E2%9C%93', `${urlencoded};charset=utf-8`)).toMatchObject({
      seen: ['✓', undefined],
    });
  });

  it('are read from multipart forms, also beside a file', async () => {
    const form = new FormData();
    form.append('a', '1');
    form.append('missing', new File(['x'], 'x.txt'));
    expect(await ask(form)).toMatchObject({
      seen: ['1', undefined],
      text: expect.stringContaining('x.txt'),
    });
  });

  it('are not looked for in other bodies, in broken ones, nor in those beyond 64 KiB', async () => {
    const long = `a=1&b=${'x'.repeat(65_536)}`;
    expect(await ask('{"a":"1"}', 'application/json')).toEqual({
      seen: [undefined, undefined],
      text: '{"a":"1"}',
    });
    expect(await ask('a=1', 'text/plain')).toMatchObject({ seen: [undefined, undefined] });
    expect(await ask('--x', 'multipart/form-data')).toEqual({
      seen: [undefined, undefined],
      text: '--x',
    });
    expect(await ask(long, urlencoded)).toEqual({ seen: [undefined, undefined], text: long });
  });

  it('are undefined when the body was read before', async () => {
    const request = new Request(url, {
      method: 'POST',
      body: 'a=1',
      headers: { 'content-type': urlencoded },
    });
    await request.text();
    expect(await authRequest(request).request.formField?.('a')).toBeUndefined();
  });
});

describe('the client', () => {
  const who = mount((_request, { address, peer, secure }) =>
    Response.json({ address, peer, secure }),
  );

  it('is unknown unless somebody tells; https: in the URL is TLS', async () => {
    expect(await (await who(new Request(url))).json()).toEqual({ secure: true });
    expect(
      await (await who(new Request('http://api.test/'), { address: '6.6.6.6' })).json(),
    ).toEqual({ secure: false });
  });

  it('comes from what the platform passes along', async () => {
    const onDeno = mount(
      (_request, { address, peer, secure }) => Response.json({ address, peer, secure }),
      {
        trustedProxies: ['loopback'],
        connection: (_request, info) => ({
          remoteAddress: (info as { remoteAddr: { hostname: string } }).remoteAddr.hostname,
        }),
      },
    );
    const request = new Request('http://api.test/', {
      headers: { 'x-forwarded-for': '192.0.2.9', 'x-forwarded-proto': 'https' },
    });
    const response = await onDeno(request, { remoteAddr: { hostname: '127.0.0.1' } });
    expect(await response.json()).toEqual({
      address: '192.0.2.9',
      peer: '127.0.0.1',
      secure: true,
    });
  });
});

it('hands the environment and the clock to the schemes', async () => {
  const at = new Date('2026-01-01T00:00:00Z');
  const scheme: AuthScheme<Person> = {
    name: 'X-Env',
    authenticate: ({ environment, now }) => ({
      accepted: true,
      user: { name: `${environment?.['REMOTE_USER']} at ${now.toISOString()}` },
    }),
  };
  const guard = protect(policy({ schemes: [scheme], permission: authenticated }), {
    environment: () => ({ REMOTE_USER: 'alice' }),
    now: () => at,
  });
  const response = await guard(new Request(url), (_request, { user }) => new Response(user.name));
  expect(await response.text()).toBe('alice at 2026-01-01T00:00:00.000Z');
});
