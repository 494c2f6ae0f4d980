import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loginKey, normalizedUsername, usernameFlaws } from './login-name.ts';
import vectors from './vectors/django.json' with { type: 'json' };

describe('normalizedUsername', () => {
  it.each(vectors.normalize_username)('writes $in as Django does: $out', (vector) => {
    expect(normalizedUsername(vector.in)).toBe(vector.out);
  });
});

describe('usernameFlaws', () => {
  it.each(vectors.username_regex)('judges $username as Django does: $regex_ok', (vector) => {
    const tooLong = vector.username.length > 150 ? 1 : 0;
    expect(usernameFlaws(vector.username).length - tooLong === 0).toBe(vector.regex_ok);
  });

  it('takes names of scripts whose vowels are marks', () => {
    for (const name of ['हिन्दी', 'ไทยดี', 'தமிழ்']) expect(usernameFlaws(name)).toEqual([]);
  });

  it('refuses a name that begins with a mark, which would join whatever stands before it', () => {
    expect(usernameFlaws('\u0301a')).toHaveLength(1);
  });

  it('counts characters, not units, and allows 150', () => {
    expect(usernameFlaws('𝟙'.normalize('NFKC').repeat(150))).toEqual([]);
    expect(usernameFlaws('𐐷'.repeat(150))).toEqual([]);
    expect(usernameFlaws('𐐷'.repeat(151))).toEqual([
      'Ensure this field has no more than 150 characters.',
    ]);
  });

  it('answers quickly for a very long name', () => {
    const start = performance.now();
    expect(usernameFlaws('a'.repeat(1_000_000))).toHaveLength(2);
    expect(loginKey('ａ'.repeat(1_000_000))).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(50);
  });
});

describe('loginKey', () => {
  it.each([
    ['case', 'Alice', 'aLICE'],
    ['ligatures', 'ﬀoo', 'FFOO'],
    ['circled letters', 'ⓐdmin', 'admin'],
    ['composition', 'Zoe\u0301', 'zoé'],
    ['the Kelvin sign', '\u212Aim', 'kim'],
    ['the long s', 'ſam', 'SAM'],
    ['both small sigmas', 'Οδυσσεύς', 'ΟΔΥΣΣΕΎΣ'],
    ['sharp s in capitals', 'Straße', 'STRAẞE'],
    ['full width', 'ＡＤＭＩＮ', 'admin'],
  ])('makes one of two spellings: %s', (_, one, other) => {
    expect(loginKey(one)).toBe(loginKey(other));
  });

  it.each([
    ['the dotless i (CVE-2019-19844)', 'mıke', 'mike'],
    ['an accent', 'zoe', 'zoé'],
    ['another script', 'аlice', 'alice'],
  ])('keeps apart: %s', (_, one, other) => {
    expect(loginKey(one)).not.toBe(loginKey(other));
  });

  it('is its own key, for every letter, mark and number of Unicode', () => {
    const changing: string[] = [];
    for (let point = 0; point <= 0x10ffff; point += 1) {
      if (point >= 0xd800 && point <= 0xdfff) continue;
      const character = String.fromCodePoint(point);
      if (!/[\p{L}\p{M}\p{N}]/u.test(character)) continue;
      const key = loginKey(character) ?? '';
      if (loginKey(key) !== key) changing.push(character);
    }
    expect(changing).toEqual([]);
  });

  it('is the same for a name and for its normalised form, and its own key', () => {
    const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });
    const stable = fc.property(name, (text) => {
      const key = loginKey(text);
      if (key === undefined) return text.includes('\0');
      return loginKey(normalizedUsername(text)) === key && loginKey(key) === key;
    });
    expect(() => fc.assert(stable, { numRuns: 500 })).not.toThrow();
  });

  it.each([[''], ['a\0b'], ['a\ud800'], ['é'.repeat(1_201)]])('finds nobody for %j', (name) => {
    expect(loginKey(name)).toBeUndefined();
  });
});
