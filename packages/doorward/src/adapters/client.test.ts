import { describe, expect, it, test } from 'vitest';
import { type Connection, RequestClient } from './client.ts';
import { type AdapterOptions, settingsOf } from './options.ts';

function client(
  headers: Readonly<Record<string, string>>,
  connection: Connection,
  options: AdapterOptions = {},
): RequestClient {
  return new RequestClient(new Headers(headers), connection, settingsOf(options));
}

const direct = { remoteAddress: '::ffff:192.0.2.1', destroyed: false };
const proxy = { remoteAddress: '10.0.0.1', destroyed: false };
const trusting = { trustedProxies: ['10.0.0.0/8'] };

describe('without trusted proxies', () => {
  it('is the connection, in canonical spelling, whatever the fields say', () => {
    const fields = {
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-proto': 'https',
      forwarded: 'for=6.6.6.6',
    };
    const { address, peer, secure } = client(fields, direct);
    expect({ address, peer, secure }).toEqual({
      address: '192.0.2.1',
      peer: '192.0.2.1',
      secure: false,
    });
    expect(client({}, { ...direct, encrypted: true }).secure).toBe(true);
  });
});

describe('behind trusted proxies', () => {
  it('is whom the proxy names', () => {
    const { address, peer, secure } = client(
      { 'x-forwarded-for': '6.6.6.6, 192.0.2.9', 'x-forwarded-proto': 'https' },
      proxy,
      trusting,
    );
    expect({ address, peer, secure }).toEqual({
      address: '192.0.2.9',
      peer: '10.0.0.1',
      secure: true,
    });
  });

  it('reads the fields the proxies set, and not those a client may have sent along', () => {
    const fields = { 'x-forwarded-for': '192.0.2.9', forwarded: 'for=6.6.6.6;proto=https' };
    expect(client(fields, proxy, trusting)).toMatchObject({ address: '192.0.2.9', secure: false });
    const other = client(fields, proxy, { ...trusting, proxyFields: 'forwarded' });
    expect(other).toMatchObject({ address: '6.6.6.6', secure: true });
  });

  it('does not take the word of a peer that is not one of them', () => {
    const fields = { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-proto': 'https' };
    expect(client(fields, direct, trusting)).toMatchObject({ address: '192.0.2.1', secure: false });
  });
});

describe('a connection without an address', () => {
  const fields = { 'x-forwarded-for': '192.0.2.9' };
  const unix = { trustedProxies: ['unix'] };

  it('is a Unix socket while it is open', () => {
    expect(client(fields, { destroyed: false }, unix)).toMatchObject({
      peer: '',
      address: '192.0.2.9',
    });
    expect(client(fields, { destroyed: false })).toMatchObject({ peer: '', address: undefined });
  });

  it('is nobody once it is closed, or was never known', () => {
    for (const connection of [{ destroyed: true }, {}]) {
      expect(client(fields, connection, unix)).toMatchObject({
        peer: undefined,
        address: undefined,
        secure: false,
      });
    }
  });
});

it('asks nothing before it is asked', () => {
  let asked = 0;
  const headers = {
    get() {
      asked += 1;
      return null;
    },
  };
  const lazy = new RequestClient(headers, proxy, settingsOf(trusting));
  expect(asked).toBe(0);
  expect([lazy.address, lazy.address, asked]).toEqual(['10.0.0.1', '10.0.0.1', 1]);
});

test.each([['everybody'], ['10.0.0.1/8'], ['10.0.0.0/64']])(
  'refuses the proxy %s at assembly',
  (entry) => {
    expect(() => settingsOf({ trustedProxies: [entry] })).toThrow(TypeError);
  },
);
