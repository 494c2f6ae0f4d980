import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatBasic, parseBasic } from './basic-credentials.ts';
import { schemeCredentials } from './credentials.ts';
import vectors from './vectors/basic.json' with { type: 'json' };

const encode = (octets: string): string => Buffer.from(octets, 'latin1').toString('base64');

test.each(vectors.rfc7617.vectors)('$source', ({ userId, password, credentials }) => {
  expect(formatBasic(userId, password)).toBe(credentials);
  expect(parseBasic(credentials)).toEqual({ userId, password });
  expect(parseBasic(credentials, { lenient: true })).toEqual({ userId, password });
});

test.each(vectors.djangoRestFramework.cases)(
  'lenient reads $authorization as Django REST framework does',
  ({ authorization, decoded }) => {
    const token68 = schemeCredentials(authorization, 'Basic') ?? '';
    expect(parseBasic(token68, { lenient: true })).toEqual(decoded);
  },
);

test('lenient reads everything as Python does', () => {
  const { cases } = vectors.pythonReference;
  expect(
    cases.map(({ token68 }) => ({ token68, decoded: parseBasic(token68, { lenient: true }) })),
  ).toEqual(cases);
});

// Checked with CPython 3.11: padding counts within one group only, and only once two characters are in it.
test.each([
  ['Og=ggOg=', { error: 'encoding' }],
  ['YTpi====YTpi', { userId: 'a', password: 'ba:b' }],
])('lenient reads %s as Python does', (token68, decoded) => {
  expect(parseBasic(token68, { lenient: true })).toEqual(decoded);
});

describe('strict', () => {
  test.each([
    ['YTpi', { userId: 'a', password: 'b' }],
    ['YTpiOmM=', { userId: 'a', password: 'b:c' }],
    ['YTpiOmM', { userId: 'a', password: 'b:c' }],
    ['Og==', { userId: '', password: '' }],
    ['Og', { userId: '', password: '' }],
    [encode('\u00ef\u00bb\u00bfa:b'), { userId: '\ufeffa', password: 'b' }],
  ])('reads %s', (token68, expected) => {
    expect(parseBasic(token68)).toEqual(expected);
  });

  test.each([
    ['YTpiOmM==', 'encoding'],
    ['Og=', 'encoding'],
    ['Og===', 'encoding'],
    ['YTpi=', 'encoding'],
    ['=', 'encoding'],
    ['====', 'encoding'],
    ['YTpiO', 'encoding'],
    ['YTp*i', 'encoding'],
    ['YT pi', 'encoding'],
    ['Oh==', 'encoding'],
    ['YWzDr2NlOsO_w74_', 'encoding'],
    ['YTpi\u00ff', 'encoding'],
    ['', 'colon'],
    ['dGVzdA==', 'colon'],
    [encode('a:\u00e4'), 'charset'],
    [encode('a:\u00ed\u00a0\u0080'), 'charset'],
    [encode('a:\u0000b'), 'control'],
    [encode('a\u007f:b'), 'control'],
  ])('refuses %j: %s', (token68, error) => {
    expect(parseBasic(token68)).toEqual({ error });
  });
});

test('control characters and other charsets are let through when lenient', () => {
  expect(parseBasic(encode('a:\u0000'), { lenient: true })).toEqual({
    userId: 'a',
    password: '\u0000',
  });
  expect(parseBasic(encode('p\u00e4:\u00e9'), { lenient: true })).toEqual({
    userId: 'p\u00e4',
    password: '\u00e9',
  });
});

test.each([
  ['a:b', 'c'],
  ['a\n', 'c'],
  ['a', 'c\u0000'],
  ['a', '\ud800'],
])('formatBasic refuses %j, %j', (userId, password) => {
  expect(() => formatBasic(userId, password)).toThrow(TypeError);
});

test('what was written is read back, strictly or not', () => {
  const text = fc
    .string({ unit: 'grapheme' })
    .map((value) => Array.from(value, (char) => (isControl(char) ? '' : char)).join(''));
  const userIds = text.map((value) => value.replaceAll(':', ''));
  fc.assert(
    fc.property(userIds, text, (userId, password) => {
      const token68 = formatBasic(userId, password);
      expect(parseBasic(token68)).toEqual({ userId, password });
      expect(parseBasic(token68.replaceAll('=', ''))).toEqual({ userId, password });
      expect(parseBasic(token68, { lenient: true })).toEqual({ userId, password });
    }),
  );
});

function isControl(character: string): boolean {
  return character < ' ' || character === '\u007f';
}
