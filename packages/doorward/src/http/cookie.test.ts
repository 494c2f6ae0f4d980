import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cookieValue, duplicated, parseCookies } from './cookie.ts';
import { ascii, textOf, tokenText } from './test-arbitraries.ts';

test('reads the example of RFC 6265 §3.1', () => {
  const header = 'SID=31d4d96e407aad42; lang=en-US';
  expect([...parseCookies(header)]).toEqual([
    ['SID', ['31d4d96e407aad42']],
    ['lang', ['en-US']],
  ]);
  expect(cookieValue(header, 'lang')).toBe('en-US');
});

describe.each([
  ['no header', null, undefined],
  ['an empty header', '', undefined],
  ['the only cookie', 'sid=x', 'x'],
  ['no space after the semicolon', 'a=b;sid=x;c=d', 'x'],
  ['blanks around the pair', 'a=b; \t sid=x \t; c=d', 'x'],
  ['an empty value', 'sid=', ''],
  ['an equals sign in the value', 'sid=a=b==', 'a=b=='],
  ['quotes, which belong to the value', 'sid="x"', '"x"'],
  ['a percent sign, which is not decoded', 'sid=%78', '%78'],
  ['a name in another case', 'SID=x', undefined],
  ['a longer name', 'xsid=x; sid2=y; sid.=z', undefined],
  ['an encoded name', '%73id=x', undefined],
  ['a name with a blank behind it', 'sid =x', undefined],
  ['a name behind Unicode white space', '\u00a0sid=x', undefined],
  ['a value that ends in Unicode white space', 'sid=x\u00a0', 'x\u00a0'],
  ['a name without a value', 'sid; a=b', undefined],
  ['a nameless pair that looks like the cookie', '=sid=x', undefined],
  ['the name inside another value', 'a=sid=x; b="; c=sid=y', undefined],
  ['quotes that do not hide a semicolon', 'a="b; sid=x"', 'x"'],
  ['a control character in the value', 'sid=a\u0000b', undefined],
  ['RFC 2965 attributes', '$Version=1; sid=x; $Path=/', 'x'],
  ['commas, which part nothing', 'a=b, sid=x', undefined],
])('%s', (_title, header, expected) => {
  test('cookieValue and parseCookies agree', () => {
    expect(cookieValue(header, 'sid')).toBe(expected);
    expect(parseCookies(header).get('sid')).toEqual(
      expected === undefined ? undefined : [expected],
    );
  });
});

test('a cookie sent twice is told apart from one and from none', () => {
  expect(cookieValue('sid=a; sid=b', 'sid')).toBe(duplicated);
  expect(cookieValue('sid=a; x=y; sid=a', 'sid')).toBe(duplicated);
  expect(parseCookies('sid=a; x=y; sid=b').get('sid')).toEqual(['a', 'b']);
});

test('legacy names mean nothing', () => {
  expect(parseCookies('$Version=1; $x=y').size).toBe(0);
  expect(cookieValue('$Version=1', '$Version')).toBeUndefined();
});

test('a name that no cookie can have is never found', () => {
  expect(cookieValue('=x', '')).toBeUndefined();
  expect(cookieValue('a b=x', 'a b')).toBeUndefined();
});

test('a cookie called __proto__ is a cookie like any other', () => {
  expect(parseCookies('__proto__=x').get('__proto__')).toEqual(['x']);
});

test('more pairs than a browser keeps are read as none, so that no duplicate hides', () => {
  const pairs = (count: number): string =>
    Array.from({ length: count }, (_, at) => `c${at}=v`).join('; ');
  expect(parseCookies(pairs(200)).size).toBe(200);
  expect(parseCookies(pairs(201)).size).toBe(0);
  expect(cookieValue(`sid=a; ${pairs(500)}; sid=b`, 'sid')).toBe(duplicated);
});

test('every pair that is sent is read back by both', () => {
  const value = textOf([...ascii(0x21, 0x7e)].filter((char) => char !== ';').concat('\u00e4'), 0);
  const name = tokenText.filter((text) => !text.startsWith('$'));
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { maxLength: 8 }), (pairs) => {
      const header = pairs.map(([key, held]) => `${key}=${held}`).join('; ');
      const cookies = parseCookies(header);
      for (const [key] of pairs) {
        const sent = pairs.filter(([other]) => other === key).map(([, held]) => held);
        expect(cookies.get(key)).toEqual(sent);
        expect(cookieValue(header, key)).toBe(sent.length > 1 ? duplicated : sent[0]);
      }
    }),
  );
});

test('both agree on any text', () => {
  const text = textOf(['s', 'sid', '=', ';', ' ', '\t', '"', '$', 'sid=', '; sid=x', '\u0000'], 0);
  fc.assert(
    fc.property(text, (header) => {
      const values = parseCookies(header).get('sid');
      const expected = values && values.length > 1 ? duplicated : values?.[0];
      expect(cookieValue(header, 'sid')).toBe(expected);
    }),
    { numRuns: 500 },
  );
});
