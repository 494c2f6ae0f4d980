import { describe, expect, test } from 'vitest';
import { trustedProxies } from '../http/trusted-proxies.ts';
import { type RemoteUserSource, remoteUser } from './remote-user.ts';
import { answerTo, breakable, drf, strict, type TestRequest } from './test-request.ts';

function directory(): RemoteUserSource<string> & { readonly names: Set<string> } {
  const names = new Set(['alice', 'jürgen']);
  return {
    names,
    find: (name) => (names.has(name) ? name : undefined),
    create(name) {
      // An account that is there and not found is inactive.
      if (name === 'inactive') return undefined;
      names.add(name);
      return name;
    },
  };
}

const proxy = { peer: '10.0.0.7', address: '192.0.2.1' };
const behindProxy = remoteUser({
  header: 'Remote-User',
  trustedProxies: ['10.0.0.7'],
  source: directory(),
});
const fromProxy = (name: string): TestRequest => ({
  client: proxy,
  headers: { 'remote-user': name },
});

describe('from the environment', () => {
  const scheme = remoteUser({ source: directory() });

  test('believes what the web server says', async () => {
    const { context } = await answerTo({ environment: { REMOTE_USER: 'alice' } }, scheme);
    expect(context).toMatchObject({ user: 'alice', auth: { scheme: 'RemoteUser' } });
    expect(context?.auth?.at).toEqual(new Date(0));
  });

  test.each([
    ['nothing', undefined],
    ['no such variable', {}],
    ['an empty one', { REMOTE_USER: '' }],
    ['an unknown name', { REMOTE_USER: 'mallory' }],
    ['a name with a control character', { REMOTE_USER: 'alice\n' }],
    ["a header's variable", { HTTP_REMOTE_USER: 'alice' }],
  ])('%s is nobody, and nobody is asked for it', async (_name, environment) => {
    for (const switches of [strict, drf]) {
      const request = environment === undefined ? {} : { environment };
      const answer = await answerTo(request, scheme, switches);
      expect(answer).toMatchObject({ status: 403, challenge: null });
    }
  });

  test('reads another variable when told to', async () => {
    const other = remoteUser({ environment: 'SSL_CLIENT_S_DN_CN', source: directory() });
    const request = { environment: { SSL_CLIENT_S_DN_CN: 'alice', REMOTE_USER: 'mallory' } };
    expect((await answerTo(request, other)).context?.user).toBe('alice');
  });

  test('never reads a header', async () => {
    const request = { headers: { remote_user: 'alice', 'remote-user': 'alice' } };
    expect((await answerTo(request, scheme)).status).toBe(403);
  });
});

describe('from a header', () => {
  test('believes the proxy', async () => {
    expect((await answerTo(fromProxy(' alice '), behindProxy)).context?.user).toBe('alice');
  });

  test.each([
    ['another peer', { peer: '10.0.0.8', address: '10.0.0.7' }],
    ['an unknown peer', { peer: undefined, address: '10.0.0.7' }],
    ['a Unix socket', { peer: '', address: undefined }],
  ])('from %s it is nothing', async (_name, client) => {
    const answer = await answerTo({ ...fromProxy('alice'), client }, behindProxy);
    expect(answer).toMatchObject({ status: 403, challenge: null });
  });

  test.each(['remote_user', 'x-remote-user', 'http_remote_user', 'remoteuser', 'remote-user-'])(
    'spelt %s it is nothing',
    async (name) => {
      const answer = await answerTo({ client: proxy, headers: { [name]: 'alice' } }, behindProxy);
      expect(answer.status).toBe(403);
    },
  );

  test('that is there twice is nothing: one of the two is not the proxy’s', async () => {
    const open = remoteUser({
      header: 'remote-user',
      trustedProxies: trustedProxies(['10.0.0.0/8']),
      source: directory(),
      create: true,
    });
    expect((await answerTo(fromProxy('mallory, alice'), open)).status).toBe(403);
  });

  test('holds UTF-8, or is nothing', async () => {
    const octets = Buffer.from('jürgen').toString('latin1');
    expect((await answerTo(fromProxy(octets), behindProxy)).context?.user).toBe('jürgen');
    expect((await answerTo(fromProxy('j\u00fcrgen'), behindProxy)).status).toBe(403);
  });
});

describe('unknown names', () => {
  test('get an account where that is wished', async () => {
    const source = directory();
    const scheme = remoteUser({ source, create: true });
    const ask = (name: string) => answerTo({ environment: { REMOTE_USER: name } }, scheme);
    expect((await ask('new')).context?.user).toBe('new');
    expect(source.names.has('new')).toBe(true);
    expect((await ask('inactive')).status).toBe(403);
  });

  test('get none by default', async () => {
    const source = directory();
    await answerTo({ environment: { REMOTE_USER: 'new' } }, remoteUser({ source }));
    expect(source.names.has('new')).toBe(false);
  });
});

test('unsafe requests have their origin checked', async () => {
  const request = {
    ...fromProxy('alice'),
    method: 'POST',
    headers: { 'remote-user': 'alice', origin: 'https://evil.example', host: 'shop.example' },
  };
  expect((await answerTo(request, behindProxy)).body).toMatchObject({ code: 'cross_origin' });
});

describe('at assembly', () => {
  const source = directory();

  test('a header needs proxies to come from', () => {
    type Options = Parameters<typeof remoteUser<string>>[0];
    for (const more of [{}, { trustedProxies: [] }]) {
      const options = { header: 'remote-user', source, ...more } as unknown as Options;
      expect(() => remoteUser(options)).toThrow(/trustedProxies/);
    }
  });

  test.each(['remote_user', '', 'a b'])('the header %j cannot be trusted', (header) => {
    expect(() => remoteUser({ header, trustedProxies: ['loopback'], source })).toThrow(TypeError);
  });

  test('a variable that clients set cannot be trusted', () => {
    expect(() => remoteUser({ environment: 'HTTP_REMOTE_USER', source })).toThrow(/trustedProxies/);
  });

  test('accounts are made only by sources that can', () => {
    expect(() => remoteUser({ source: { find: () => undefined }, create: true })).toThrow(
      TypeError,
    );
  });
});

test('a store that is down is a 503, and the name works again', async () => {
  const source = directory();
  const find = breakable((name: string) => source.find(name));
  const scheme = remoteUser({ source: { find } });
  const ask = () => answerTo({ environment: { REMOTE_USER: 'alice' } }, scheme);
  find.broken = true;
  expect(await ask()).toMatchObject({ status: 503, challenge: null, retryAfter: '3' });
  find.broken = false;
  expect((await ask()).status).toBe(200);
});
