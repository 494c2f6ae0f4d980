import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressKey, canonicalAddress, isLoopback } from './ip-address.ts';

describe('canonicalAddress', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
    // RFC 5952 §2.1, §4: eight spellings of one address, the longest run, the first of equals.
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:0db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8::1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8::0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:DB8:0:0:1::1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['::', '::'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['1::', '1::'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['::192.0.2.1', '::c000:201'],
    ['::1:ffff:c000:201', '::1:ffff:c000:201'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('%s is %s', (text, canonical) => {
    expect(canonicalAddress(text)).toBe(canonical);
  });

  test.each([
    '',
    'x',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '256.1.1.1',
    '0x7f.1',
    ':::',
    '1:2',
    '[::1]',
    ' 1.2.3.4',
    '1.2.3.4:80',
    '::ffff:1.2.3',
  ])('%j is no address', (text) => {
    expect(canonicalAddress(text)).toBeUndefined();
  });

  test('agrees with the URL parser and is its own canonical form', () => {
    fc.assert(
      fc.property(fc.ipV6().filter(isIPv6), (text) => {
        const canonical = canonicalAddress(text) ?? '';
        expect(canonicalAddress(canonical)).toBe(canonical);
        // The URL parser keeps mapped addresses in IPv6, all others it writes as we do.
        const whole = canonical.includes(':') ? canonical : hexMapped(canonical);
        expect(`[${whole}]`).toBe(new URL(`http://[${text}]`).hostname);
      }),
      { numRuns: 300 },
    );
  });
});

describe('addressKey', () => {
  test.each([
    ['192.0.2.1', 64, '192.0.2.1'],
    ['::ffff:192.0.2.1', 64, '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', 64, '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff:ffff:ffff:ffff', 64, '2001:db8:1:2::/64'],
    ['2001:db8:1:2:3:4:5:6', 56, '2001:db8:1::/56'],
    ['2001:db8:1:1ff:3:4:5:6', 57, '2001:db8:1:180::/57'],
    ['2001:db8:1:2:3:4:5:6', 128, '2001:db8:1:2:3:4:5:6/128'],
    ['2001:db8::1', 1, '::/1'],
    ['', 64, 'unknown'],
    ['evil', 64, 'unknown'],
  ])('%s with /%d is %s', (address, ipv6Prefix, key) => {
    expect(addressKey(address, { ipv6Prefix })).toBe(key);
  });

  test('is the /64 unless told otherwise', () => {
    expect(addressKey('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  });

  test.each([0, 129, 1.5, Number.NaN])('refuses a prefix of %d', (ipv6Prefix) => {
    expect(() => addressKey('192.0.2.1', { ipv6Prefix })).toThrow(TypeError);
  });
});

test('isLoopback is for 127.0.0.0/8 and ::1 alone', () => {
  const own = ['127.0.0.1', '127.255.0.9', '::1', '0:0::1', '::ffff:127.0.0.1'];
  expect(own.filter(isLoopback)).toEqual(own);
  const others = ['', '128.0.0.1', '::2', '127.evil.example', 'localhost', '::127.0.0.1'];
  expect(others.filter(isLoopback)).toEqual([]);
});

function hexMapped(ipv4: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number);
  return `::ffff:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}
