import { expect, test } from 'vitest';
import { checksum } from '../../crypto/checksum.ts';
import { tokenFormat } from './token-text.ts';

const format = tokenFormat('dw_');

test('a token is its prefix, 43 random characters and a checksum of both', () => {
  const token = format.make();
  expect(token).toMatch(/^dw_[0-9A-Za-z]{49}$/);
  expect(token.slice(-6)).toBe(checksum(token.slice(0, -6)));
  expect(format.isPlausible(token)).toBe(true);
  expect(format.make()).not.toBe(token);
});

test('a token with any one character changed is not plausible', () => {
  const token = format.make();
  for (let at = 0; at < token.length; at += 1) {
    const other = token[at] === 'x' ? 'y' : 'x';
    expect(format.isPlausible(token.slice(0, at) + other + token.slice(at + 1))).toBe(false);
  }
  expect(format.isPlausible(token.slice(0, -1))).toBe(false);
  expect(format.isPlausible(`${token} `)).toBe(false);
  expect(tokenFormat('other_').isPlausible(token)).toBe(false);
});

test('forty lower-case hexadecimal digits are plausible, and nothing near them', () => {
  const old = format.makeOld();
  expect(old).toMatch(/^[0-9a-f]{40}$/);
  expect(format.isPlausible(old)).toBe(true);
  expect(format.isPlausible('401f7ac837da42b97f613d789819ff93537bee6a')).toBe(true);
  for (const text of [`${old}0`, old.slice(1), 'A'.repeat(40), `${old.slice(1)}\n`, '']) {
    expect(format.isPlausible(text)).toBe(false);
  }
});

test('a token is shown by its beginning, of which four characters are secret', () => {
  const token = format.make();
  expect(format.beginning(token)).toBe(token.slice(0, 7));
  expect(format.beginning('401f7ac837da42b97f613d789819ff93537bee6a')).toBe('401f');
});

test('a prefix has to be a word that ends in an underscore', () => {
  for (const prefix of ['', '_', 'dw', 'd w_', 'dé_', 'abcdefghijklmnop_']) {
    expect(() => tokenFormat(prefix)).toThrow(TypeError);
  }
});
