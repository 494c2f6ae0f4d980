import { expect, test } from 'vitest';
import { randomText, randomToken } from './random.ts';

test('makes tokens of base64url, each a different one', () => {
  const tokens = Array.from({ length: 1000 }, () => randomToken());
  expect(new Set(tokens).size).toBe(1000);
  expect(tokens.every((token) => /^[\w-]{43}$/.test(token))).toBe(true);
  expect(randomToken(16)).toHaveLength(22);
});

test('refuses to make a token that could be guessed', () => {
  expect(() => randomToken(15)).toThrow(RangeError);
  expect(() => randomToken(Number.NaN)).toThrow(RangeError);
});

test('gives every character of an alphabet the same chance', () => {
  // Ten does not divide 256: with "byte modulo ten", 0 to 5 would come 4 % more often than 6 to 9.
  const draws = 400_000;
  const counts = new Map<string, number>();
  for (const digit of randomText(draws, '0123456789')) {
    counts.set(digit, (counts.get(digit) ?? 0) + 1);
  }
  const expected = draws / 10;
  const chiSquare = [...counts.values()].reduce(
    (sum, count) => sum + (count - expected) ** 2 / expected,
    0,
  );
  expect(counts.size).toBe(10);
  // Nine degrees of freedom: a fair source is above 45 once in a million runs; the biased one has 150.
  expect(chiSquare).toBeLessThan(45);
});

test('refuses lengths and alphabets that make no sense', () => {
  for (const length of [0, -1, 1.5, Number.NaN]) {
    expect(() => randomText(length, 'ab')).toThrow(RangeError);
  }
  for (const alphabet of ['', 'a', 'aba', '\u{1f511}\u{1f512}']) {
    expect(() => randomText(4, alphabet)).toThrow(RangeError);
  }
});
