import { expect, test } from 'vitest';
import { safeNext } from './next-url.ts';
import vectors from './vectors/next-url.json' with { type: 'json' };

const origin = 'http://api.example';

const [safe, unsafe] = [true, false].map((kind) =>
  vectors.next_url.filter((vector) => vector.safe === kind).map(({ url }) => url),
);

test.each(unsafe as string[])('goes nowhere that Django calls unsafe: %j', (url) => {
  expect(safeNext(url, origin)).toBeUndefined();
});

test.each(safe as string[])('stays at home, whatever the target resolves against: %j', (url) => {
  // Stricter than Django here and there; then it is undefined, and the caller's own page is next.
  const next = safeNext(url, origin) ?? '/';
  expect(next.startsWith('/')).toBe(true);
  expect(new URL(next, 'http://other.example').origin).toBe('http://other.example');
});

test.each([
  ['/ok', '/ok'],
  ['/ok?x=//evil#top', '/ok?x=//evil#top'],
  ['  /sp', '/sp'],
  ['http://api.example/z', '/z'],
  ['/a/../b', '/b'],
  ['?q=1', '/?q=1'],
])('keeps what is ours, as browsers read it: %s', (given, next) => {
  expect(safeNext(given, origin)).toBe(next);
});

test.each([
  null,
  '',
  '//evil.example',
  '/\\evil.example',
  '/.//evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  'http:evil.example',
  'http://api.example@evil.example/',
  'http://user@api.example/',
  'https://api.example/',
  'http://api.example.evil.example/',
  'http://api.example:81/',
  `/${'a'.repeat(3_000)}`,
])('goes nowhere else: %j', (given) => {
  expect(safeNext(given, origin)).toBeUndefined();
});
