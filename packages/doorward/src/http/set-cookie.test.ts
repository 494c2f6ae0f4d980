import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clearCookie,
  formatSetCookie,
  parseSetCookie,
  type SameSite,
  type SetCookie,
} from './set-cookie.ts';
import { ascii, textOf, tokenText } from './test-arbitraries.ts';

describe('formatSetCookie', () => {
  test('is safe unless told otherwise', () => {
    expect(formatSetCookie({ name: '__Host-sid', value: 'x', sameSite: 'Lax' })).toBe(
      '__Host-sid=x; Path=/; Secure; HttpOnly; SameSite=Lax',
    );
  });

  test('writes every attribute', () => {
    expect(
      formatSetCookie({
        name: 'sid',
        value: '"31d4"',
        path: '/a',
        domain: 'example.com',
        maxAge: 60,
        expires: new Date('1994-11-06T08:49:37Z'),
        secure: true,
        httpOnly: false,
        sameSite: 'None',
        partitioned: true,
      }),
    ).toBe(
      'sid="31d4"; Path=/a; Domain=example.com; Max-Age=60; Expires=Sun, 06 Nov 1994 08:49:37 GMT; Secure; SameSite=None; Partitioned',
    );
  });

  test('writes at most 400 days, as browsers read it', () => {
    const cookie = { name: 'a', value: 'b', sameSite: 'Lax' } as const;
    expect(formatSetCookie({ ...cookie, maxAge: 34_560_001 })).toContain('Max-Age=34560000;');
    expect(formatSetCookie({ ...cookie, maxAge: 34_560_000 })).toContain('Max-Age=34560000;');
    expect(formatSetCookie({ ...cookie, maxAge: 34_559_999 })).toContain('Max-Age=34559999;');
  });

  test('takes 4096 octets of name and value', () => {
    const cookie = { name: 'abcd', value: 'x'.repeat(4092), sameSite: 'Lax' } as const;
    expect(formatSetCookie(cookie)).toContain(cookie.value);
    expect(() => formatSetCookie({ ...cookie, name: 'abcde' })).toThrow(TypeError);
  });

  test.each<[string, Partial<Record<keyof SetCookie, unknown>>]>([
    ['no name', { name: '' }],
    ['a name that is no token', { name: 'a b' }],
    ['a legacy name', { name: '$Version' }],
    ['a semicolon in the value', { value: 'a; Domain=evil.example' }],
    ['a line break in the value', { value: 'a\r\nX: y' }],
    ['a space in the value', { value: 'a b' }],
    ['a comma in the value', { value: 'a,b' }],
    ['a quote in the value', { value: 'a"b' }],
    ['a single quote mark', { value: '"' }],
    ['a character outside ASCII', { value: '\u00e4' }],
    ['__Host- that is not secure', { name: '__Host-a', secure: false }],
    ['__host- in any case, not secure', { name: '__hOST-a', secure: false }],
    ['__Host- with a path', { name: '__Host-a', path: '/a' }],
    ['__Host- with a domain', { name: '__Host-a', domain: 'example.com' }],
    ['__Secure- that is not secure', { name: '__SECURE-a', secure: false }],
    ['__Http- open to scripts', { name: '__Http-a', httpOnly: false }],
    ['__Http- that is not secure', { name: '__Http-a', secure: false }],
    ['__Host-Http- open to scripts', { name: '__Host-Http-a', httpOnly: false }],
    ['SameSite=None that is not secure', { sameSite: 'None', secure: false }],
    ['Partitioned that is not secure', { partitioned: true, secure: false }],
    ['no SameSite', { sameSite: undefined }],
    ['an unknown SameSite', { sameSite: 'lax' }],
    ['a negative age', { maxAge: -1 }],
    ['a broken age', { maxAge: 1.5 }],
    ['an age that is no number', { maxAge: Number.NaN }],
    ['an invalid date', { expires: new Date(Number.NaN) }],
    ['a relative path', { path: 'a' }],
    ['a path with a semicolon', { path: '/;Domain=x' }],
    ['a path that ends in a space, which would be cut off', { path: '/a ' }],
    ['a path with a line break', { path: '/\n' }],
    ['a path over 1024 octets', { path: `/${'a'.repeat(1024)}` }],
    ['a domain with a dot in front', { domain: '.example.com' }],
    ['a domain with a semicolon', { domain: 'a;b' }],
    ['an empty domain', { domain: '' }],
  ])('throws a TypeError for %s', (_title, wrong) => {
    const cookie = { name: 'a', value: 'b', sameSite: 'Lax', ...wrong } as SetCookie;
    expect(() => formatSetCookie(cookie)).toThrow(TypeError);
  });

  test('keeps the value out of the message', () => {
    const cookie = { name: 'a', value: 'hush hush', sameSite: 'Lax' } as const;
    expect(() => formatSetCookie(cookie)).not.toThrow('hush');
    expect(() => formatSetCookie(cookie)).toThrow('cookie a');
  });
});

test('clearCookie states the place again and ends the cookie both ways', () => {
  const cleared = clearCookie({ name: '__Host-a', sameSite: 'None', partitioned: true });
  expect(cleared).toBe(
    '__Host-a=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure; HttpOnly; SameSite=None; Partitioned',
  );
});

describe('parseSetCookie', () => {
  test('reads what Django writes', () => {
    const header =
      'sessionid=abc; expires=Wed, 03 Dec 2025 10:00:00 GMT; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax';
    expect(parseSetCookie(header)).toEqual({
      name: 'sessionid',
      value: 'abc',
      expires: new Date('2025-12-03T10:00:00Z'),
      httpOnly: true,
      maxAge: 1209600,
      path: '/',
      sameSite: 'Lax',
      secure: false,
      partitioned: false,
    });
  });

  test('passes over what it cannot read; the last of two counts', () => {
    const bare = { name: 'a', value: 'b', secure: false, httpOnly: false, partitioned: false };
    expect(
      parseSetCookie('a=b; SameSite=x; Max-Age=1e3; Expires=now; Path=x; Domain=; Foo'),
    ).toEqual(bare);
    expect(parseSetCookie('a=b; Max-Age=1; max-age=-5; SECURE; samesite=strict')).toEqual({
      ...bare,
      maxAge: 0,
      secure: true,
      sameSite: 'Strict',
    });
  });

  test.each(['', 'a', '=b', 'a b=c', ';a=b', '$a=b'])('is undefined for %j', (header) => {
    expect(parseSetCookie(header)).toBeUndefined();
  });
});

test('what was written is read back (RFC 6265 §4.1.1)', () => {
  const octets = ascii(0x21, 0x7e).filter((char) => !'",;\\'.includes(char));
  const pathText = textOf([...octets, ' ', '"', ','], 0).map((text) => `/${text}/`);
  const cookies = fc.record(
    {
      name: tokenText.filter((text) => !/^(?:\$|__)/.test(text)),
      value: fc.oneof(
        textOf(octets, 0),
        textOf(octets, 0).map((text) => `"${text}"`),
      ),
      path: pathText,
      secure: fc.constant(true),
      httpOnly: fc.boolean(),
      partitioned: fc.boolean(),
      sameSite: fc.constantFrom<SameSite>('Strict', 'Lax', 'None'),
      domain: fc.domain(),
      maxAge: fc.integer({ min: 0, max: 34_560_000 }),
      expires: fc.integer({ min: 0, max: 4_000_000_000 }).map((at) => new Date(at * 1000)),
    },
    {
      requiredKeys: ['name', 'value', 'path', 'secure', 'httpOnly', 'partitioned', 'sameSite'],
      noNullPrototype: true,
    },
  );
  fc.assert(
    fc.property(cookies, (cookie) => {
      expect(parseSetCookie(formatSetCookie(cookie))).toEqual(cookie);
    }),
  );
});
