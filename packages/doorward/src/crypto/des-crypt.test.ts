import { expect, test } from 'vitest';
import { desCrypt } from './des-crypt.ts';

// Made with crypt(3) of a GNU system (libxcrypt), through Perl.
const fromLibcrypt = [
  ['password', 'ab', 'abJnggxhB/yWI'],
  ['', '..', '..X8NBuQ4l6uQ'],
  ['a', 'zz', 'zzJZ5PtvFqi9o'],
  ['correct horse', '9/', '9/gjAniXWia0E'],
  ['pässwörd€', 'Xy', 'XyyUbcPMmrN0E'],
  ['~!@#$%^&', '.Z', '.ZiJ0SLyBND4w'],
  ['01234567', 'Q1', 'Q15ZIy1f4EtzI'],
] as const;

test.each(fromLibcrypt)('hashes %j with %s as crypt(3) does', (password, salt, encoded) => {
  expect(desCrypt(password, salt)).toBe(encoded);
});

test('looks at seven bits of the first eight bytes', () => {
  expect(desCrypt('password and more', 'ab')).toBe(desCrypt('password', 'ab'));
  expect(desCrypt('passwor', 'ab')).not.toBe(desCrypt('password', 'ab'));
});
