import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAuthenticationInfo, parseAuthenticationInfo } from './authentication-info.ts';
import { paramsOf, printable } from './test-arbitraries.ts';

test('writes the fields of Digest as RFC 7616 §3.5 wants them', () => {
  const params = { nextnonce: 'n"1', qop: 'auth', rspauth: 'ab', cnonce: 'c', nc: '00000001' };
  const value = 'nextnonce="n\\"1", qop=auth, rspauth="ab", cnonce="c", nc=00000001';
  expect(formatAuthenticationInfo(params)).toBe(value);
  expect(parseAuthenticationInfo(value)).toEqual(params);
});

test.each(['a', 'a=b c=d', 'a=b, c', 'a="b', 'a=b, a=c', 'Digest a=b', 'a=b; c=d'])(
  'is undefined for %j',
  (value) => {
    expect(parseAuthenticationInfo(value)).toBeUndefined();
  },
);

test('accepts empty list elements and names in any case', () => {
  expect(parseAuthenticationInfo(', A = b ,, c="d",')).toEqual({ a: 'b', c: 'd' });
  expect(parseAuthenticationInfo('')).toEqual({});
});

test('what was written is read back (RFC 9110 §11.6.3)', () => {
  const params = paramsOf(printable).filter((given) => !('qop' in given || 'nc' in given));
  fc.assert(
    fc.property(params, (given) => {
      expect(parseAuthenticationInfo(formatAuthenticationInfo(given))).toEqual(given);
    }),
  );
});
