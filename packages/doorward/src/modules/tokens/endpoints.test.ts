import { expect, test } from 'vitest';
import { allowed } from '../../core/permission.ts';
import { policy } from '../../core/policy.ts';
import { routes } from '../../core/routes.ts';
import { drf, type Switches, strict } from '../../core/switches.ts';
import type { Throttle } from '../../core/throttle.ts';
import type { PasswordSource } from '../../schemes/password-source.ts';
import type { User } from '../accounts/index.ts';
import { obtainTokenEndpoint, passwordForm } from './endpoints.ts';
import { type Desk, openDesk } from './test-desk.ts';

const unable = 'Unable to log in with provided credentials.';

/** Alice, whose password has blanks around it. */
function passwordsOf(user: User): PasswordSource<User> {
  const match = { user, version: '1' };
  return {
    current: () => match,
    check: (username, password) =>
      username === 'alice' && password === ' s3cret '
        ? match
        : { failed: true, reason: 'wrong_password' },
  };
}

interface Served {
  readonly user: User;
  readonly post: (
    body: string | FormData | URLSearchParams,
    type?: string,
    headers?: object,
  ) => Promise<Response>;
  readonly charged: () => number;
}

async function serve(
  desk: Desk,
  options: { switches?: Switches; oldFormat?: boolean } = {},
): Promise<Served> {
  const { switches = strict, oldFormat = false } = options;
  const user = await desk.user();
  let charged = 0;
  const wrongGuesses: Throttle = {
    wait: () => undefined,
    charge: () => {
      charged += 1;
      return undefined;
    },
  };
  const open = policy({
    schemes: [passwordForm()],
    permission: () => allowed,
    throttles: { rejection: [wrongGuesses] },
    switches,
  });
  const passwordSource = passwordsOf(user);
  const { tokens, clock } = desk;
  const answer = routes(
    [obtainTokenEndpoint({ passwordSource, tokens, policy: open, switches, oldFormat })],
    { fallback: open },
  );
  return {
    user,
    charged: () => charged,
    post(body, type, headers = {}) {
      const request = new Request('https://example.org/api/token', {
        method: 'POST',
        body,
        headers: { ...headers, ...(type === undefined ? {} : { 'content-type': type }) },
      });
      const client = { address: '192.0.2.1', peer: '192.0.2.1', secure: true };
      return answer(request, { request, client, now: clock.now() });
    },
  };
}

const json = 'application/json';
const right = { username: ' alice ', password: ' s3cret ' };

async function tokenOf(response: Response): Promise<string> {
  expect(response.status).toBe(200);
  return ((await response.json()) as { token: string }).token;
}

test('a right password gives a token, whatever form it comes in', async () => {
  await using desk = await openDesk();
  const { post, user } = await serve(desk);
  const multipart = new FormData();
  for (const [name, value] of Object.entries(right)) multipart.set(name, value);
  for (const response of [
    await post(JSON.stringify(right), json),
    await post(new URLSearchParams(right)),
    await post(multipart),
  ]) {
    expect(response.headers.get('cache-control')).toBe('no-store');
    const found = await desk.tokens.source.find(await tokenOf(response), desk.clock.now());
    expect(found).toMatchObject({ user, at: desk.clock.now() });
  }
  expect((await desk.tokens.list(user.id)).map(({ name }) => name)).toEqual(['api', 'api', 'api']);
});

test('each call makes another token, named if wanted, and those before stay good', async () => {
  await using desk = await openDesk();
  const { post, user } = await serve(desk);
  const first = await tokenOf(await post(JSON.stringify(right), json));
  const second = await tokenOf(await post(JSON.stringify({ ...right, name: 'phone' }), json));
  expect(second).not.toBe(first);
  expect(await desk.tokens.source.find(first, desk.clock.now())).toBeDefined();
  expect((await desk.tokens.list(user.id)).map(({ name }) => name).toSorted()).toEqual([
    'api',
    'phone',
  ]);
});

test('signing in goes on at the limit: the oldest token of the name gives way', async () => {
  await using desk = await openDesk({ maxPerUser: 2 });
  const { post } = await serve(desk);
  const made: string[] = [];
  for (let call = 0; call < 3; call += 1) {
    made.push(await tokenOf(await post(JSON.stringify(right), json)));
    desk.clock.advance(1);
  }
  const found: unknown[] = [];
  for (const token of made) found.push(await desk.tokens.source.find(token, desk.clock.now()));
  expect(found.map((one) => one !== undefined)).toEqual([false, true, true]);
});

test('wrong credentials are a 401 with a challenge, and count as a wrong guess', async () => {
  await using desk = await openDesk();
  const { post, charged, user } = await serve(desk);
  const response = await post(JSON.stringify({ username: 'alice', password: 's3cret' }), json);
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toBe('Token realm="api"');
  expect(await response.json()).toMatchObject({ code: 'invalid_credentials', detail: unable });
  expect(charged()).toBe(1);
  expect(await desk.tokens.list(user.id)).toEqual([]);
});

test('under DRF’s switches wrong credentials are its 400', async () => {
  await using desk = await openDesk();
  const { post, charged } = await serve(desk, { switches: drf, oldFormat: true });
  const response = await post(JSON.stringify({ username: 'alice', password: 'no' }), json);
  expect(response.status).toBe(400);
  expect(response.headers.get('www-authenticate')).toBeNull();
  expect(await response.json()).toEqual({ non_field_errors: [unable] });
  expect(charged()).toBe(1);
  expect(await tokenOf(await post(JSON.stringify(right), json))).toMatch(/^[0-9a-f]{40}$/);
});

test('fields are refused in DRF’s words', async () => {
  await using desk = await openDesk();
  const { post, charged } = await serve(desk, { switches: drf });
  const both = (message: string) => ({ username: [message], password: [message] });
  const cases: readonly (readonly [body: unknown, expected: object])[] = [
    [{}, both('This field is required.')],
    [{ username: '', password: '' }, both('This field may not be blank.')],
    [{ username: null, password: null }, both('This field may not be null.')],
    [{ username: {}, password: true }, both('Not a valid string.')],
    [{ ...right, username: 'a\0' }, { username: ['Null characters are not allowed.'] }],
    [[], { non_field_errors: ['Invalid data. Expected a dictionary, but got list.'] }],
  ];
  for (const [body, expected] of cases) {
    const response = await post(JSON.stringify(body), json);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual(expected);
  }
  expect(charged()).toBe(0);
  expect((await post('{', json)).status).toBe(400);
  expect((await post('<a/>', 'application/xml')).status).toBe(415);
});

test('a stale Authorization header stands in nobody’s way', async () => {
  await using desk = await openDesk();
  const { post } = await serve(desk);
  const authorization = 'Token dw_dead';
  const response = await post(JSON.stringify(right), json, { authorization });
  expect(response.status).toBe(200);
});

test('a store that cannot answer is a 503 without a challenge', async () => {
  await using desk = await openDesk();
  const { post } = await serve(desk);
  await desk.database.close();
  const response = await post(JSON.stringify(right), json);
  expect(response.status).toBe(503);
  expect(response.headers.get('www-authenticate')).toBeNull();
});
