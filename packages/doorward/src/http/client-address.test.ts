import { describe, expect, test } from 'vitest';
import { clientAddress, requestHost, requestScheme } from './client-address.ts';
import { trustedProxies } from './trusted-proxies.ts';

const trusted = trustedProxies(['loopback', '10.0.0.0/8', '2001:db8:aaaa::/48', 'unix']);
const peer = '10.0.0.1';

describe('clientAddress', () => {
  test.each([
    ['no field', undefined, peer],
    ['an empty field', ' ', peer],
    ['one hop', '192.0.2.9', '192.0.2.9'],
    ['a hop the client made up, further left', '6.6.6.6, 192.0.2.9', '192.0.2.9'],
    ['trusted hops between', '6.6.6.6, 192.0.2.9, 10.0.0.3,127.0.0.1', '192.0.2.9'],
    ['trusted hops only: the leftmost', '10.0.0.9, 10.0.0.3', '10.0.0.9'],
    ['a port', '192.0.2.9:4711', '192.0.2.9'],
    ['IPv6 with brackets and port', '[2001:DB8::9]:4711', '2001:db8::9'],
    ['IPv6', '6.6.6.6, 2001:db8::9, 2001:db8:aaaa::1', '2001:db8::9'],
    ['mapped IPv4', '6.6.6.6, ::ffff:192.0.2.9, ::ffff:10.0.0.3', '192.0.2.9'],
    ['a hop that cannot be read', '6.6.6.6, 192.0.2.9, unknown', peer],
    ['a hop that cannot be read, further left than the client', 'evil, 192.0.2.9', '192.0.2.9'],
    ['an unreadable hop behind trusted ones', '192.0.2.9, evil, 10.0.0.3', peer],
    ['an empty hop', '192.0.2.9, , 10.0.0.3', peer],
    ['an empty hop at the end', '192.0.2.9,', peer],
    ['more trusted hops than anybody has', `6.6.6.6${', 10.0.0.3'.repeat(32)}`, peer],
    ['as many hops as are followed', `6.6.6.6${', 10.0.0.3'.repeat(31)}`, '6.6.6.6'],
  ])('%s', (_title, forwardedFor, expected) => {
    expect(clientAddress({ peer, forwardedFor, trusted })).toBe(expected);
  });

  test.each([
    ['no proxy', '192.0.2.1', '192.0.2.1'],
    ['a mapped address', '::ffff:192.0.2.1', '192.0.2.1'],
    ['a zone', 'fe80::1%eth0', 'fe80::1'],
  ])('a stranger is the client, whatever it claims: %s', (_title, stranger, expected) => {
    const path = { peer: stranger, forwardedFor: '6.6.6.6', forwarded: 'for=6.6.6.6', trusted };
    expect(clientAddress(path)).toBe(expected);
  });

  test('a mapped or Unix-socket peer may be a trusted proxy', () => {
    for (const proxy of ['::ffff:10.0.0.1', '::1', '']) {
      expect(clientAddress({ peer: proxy, forwardedFor: '192.0.2.9', trusted })).toBe('192.0.2.9');
    }
    const strict = trustedProxies(['loopback']);
    expect(clientAddress({ peer: '', forwardedFor: '192.0.2.9', trusted: strict })).toBe('');
  });

  test.each([
    ['for=192.0.2.9', '192.0.2.9'],
    ['for=6.6.6.6, for="[2001:db8::9]:80", for=10.0.0.3', '2001:db8::9'],
    ['for=6.6.6.6, for=unknown', peer],
    ['for=6.6.6.6, for=_hidden, for=10.0.0.3', peer],
    ['for=6.6.6.6, proto=https', peer],
    ['for=6.6.6.6, for="192.0.2.9', peer],
    ['by=10.0.0.1', peer],
  ])('Forwarded: %s', (forwarded, expected) => {
    expect(clientAddress({ peer, forwarded, trusted })).toBe(expected);
  });

  test('two fields that disagree are both set aside', () => {
    const path = { peer, trusted, forwarded: 'for=192.0.2.9' };
    expect(clientAddress({ ...path, forwardedFor: '192.0.2.9' })).toBe('192.0.2.9');
    expect(clientAddress({ ...path, forwardedFor: '6.6.6.6' })).toBe(peer);
    expect(clientAddress({ ...path, forwardedFor: 'evil' })).toBe(peer);
    expect(clientAddress({ ...path, forwarded: 'evil', forwardedFor: '6.6.6.6' })).toBe(peer);
  });
});

describe('requestScheme', () => {
  test.each([
    [undefined, 'http'],
    ['https', 'https'],
    ['HTTPS', 'https'],
    ['http', 'http'],
    ['https, https', 'https'],
    ['https, http', 'http'],
    ['http, https', 'http'],
    ['ftp', 'http'],
    ['https, ftp', 'http'],
  ])('X-Forwarded-Proto %s', (forwardedProto, expected) => {
    expect(requestScheme({ peer, scheme: 'http', forwardedProto, trusted })).toBe(expected);
  });

  test('a proxy may say that the client came by http', () => {
    const path = { peer, scheme: 'https', trusted } as const;
    expect(requestScheme({ ...path, forwardedProto: 'http' })).toBe('http');
    expect(requestScheme({ ...path, forwardedProto: 'ftp' })).toBe('https');
  });

  test.each([
    ['for=192.0.2.9;proto=https', 'https'],
    ['for=unknown;proto=https', 'https'],
    ['for=6.6.6.6;proto=https, for=192.0.2.9;proto=http', 'http'],
    ['for=192.0.2.9;proto=https, for=10.0.0.3;proto=http', 'https'],
    ['for=6.6.6.6;proto=https, for=192.0.2.9', 'http'],
    ['proto="', 'http'],
  ])('Forwarded %s', (forwarded, expected) => {
    expect(requestScheme({ peer, scheme: 'http', forwarded, trusted })).toBe(expected);
  });

  test('a stranger is not believed, nor are two fields that disagree', () => {
    const claims = { forwardedProto: 'https', forwarded: 'for=1.1.1.1;proto=https', trusted };
    expect(requestScheme({ peer: '192.0.2.1', scheme: 'http', ...claims })).toBe('http');
    expect(requestScheme({ peer, scheme: 'http', ...claims })).toBe('https');
    expect(requestScheme({ peer, scheme: 'http', ...claims, forwarded: 'for=1.1.1.1' })).toBe(
      'http',
    );
  });
});

describe('requestHost', () => {
  test.each([
    [undefined, 'app:8000'],
    ['example.com', 'example.com'],
    [' example.com:8443 ', 'example.com:8443'],
    ['[2001:db8::1]:80', '[2001:db8::1]:80'],
    ['a.example, b.example', 'app:8000'],
    ['example.com/path', 'app:8000'],
    ['user@example.com', 'app:8000'],
    ['example.com:999999', 'app:8000'],
  ])('X-Forwarded-Host %s', (forwardedHost, expected) => {
    expect(requestHost({ peer, host: 'app:8000', forwardedHost, trusted })).toBe(expected);
  });

  test('only a trusted peer is believed', () => {
    const claims = { host: 'app', forwardedHost: 'example.com', trusted };
    expect(requestHost({ peer: '192.0.2.1', ...claims })).toBe('app');
  });

  test('Forwarded says it in the element of the client', () => {
    const forwarded = 'for=6.6.6.6;host=evil.example, for=192.0.2.9;host=example.com';
    expect(requestHost({ peer, host: 'app', forwarded, trusted })).toBe('example.com');
  });
});
