import { describe, expect, it } from 'vitest';
import {
  isHashable,
  likeness,
  minimumLength,
  notNumeric,
  notSimilar,
  type PasswordOwner,
  passwordFlaws,
} from './password-rules.ts';
import { defaultPasswordRules, djangoPasswordRules } from './rule-sets.ts';
import vectors from './vectors/django.json' with { type: 'json' };

const nobody: PasswordOwner = { username: '', firstName: '', lastName: '', email: '' };

describe('djangoPasswordRules', () => {
  const rules = djangoPasswordRules();

  it.each(vectors.password_validators)('find in "$password" what Django finds', (vector) => {
    const { username, email, first_name: firstName, last_name: lastName } = vector.user;
    const owner = { username, firstName, lastName, email };
    expect(passwordFlaws(rules, vector.password, owner)).toEqual(vector.errors);
  });
});

describe('defaultPasswordRules', () => {
  it('tell everything that is wrong, in their order', () => {
    const flaws = passwordFlaws(defaultPasswordRules(), '1234567', nobody);
    expect(flaws.map(({ code }) => code)).toEqual([
      'password_too_short',
      'password_too_common',
      'password_entirely_numeric',
    ]);
  });

  it('let a phrase pass, whatever kinds of character it has (no composition rules)', () => {
    const owner = { ...nobody, username: 'alice', email: 'alice@example.org' };
    for (const phrase of [
      'four olives on a plate',
      'вілли грає на скрипці',
      '🫒🫒🍽️ olive plate 🫒',
    ]) {
      expect(
        passwordFlaws(defaultPasswordRules({ contextWords: ['shop'] }), phrase, owner),
      ).toEqual([]);
    }
  });

  it('say in a sentence each what they ask for', () => {
    for (const { help } of defaultPasswordRules()) expect(help).toMatch(/^Your password .+\.$/);
  });
});

describe('the greatest length', () => {
  const codes = (password: string) =>
    passwordFlaws(djangoPasswordRules(), password, nobody).map(({ code }) => code);

  it('is 256 characters, and 1,024 bytes', () => {
    expect(codes('ab'.repeat(128))).toEqual([]);
    expect(codes(`${'ab'.repeat(128)}c`)).toEqual(['password_too_long']);
    expect(codes('🫒🥖'.repeat(128))).toEqual([]);
    expect(codes('\u{1D160}'.repeat(256))).toEqual(['password_too_long']);
  });

  it('is looked at before any rule', () => {
    const asked: string[] = [];
    const rule = { help: '', check: (password: string) => void asked.push(password) };
    passwordFlaws([rule], 'a'.repeat(257), nobody);
    passwordFlaws([rule], '\ud800'.repeat(16), nobody);
    expect(asked).toEqual([]);
  });

  it('holds for what is hashed at log-in', () => {
    expect(isHashable('a'.repeat(1_024))).toBe(true);
    expect(isHashable('a'.repeat(1_025))).toBe(false);
    expect(isHashable('é'.repeat(513))).toBe(false);
  });
});

it('shows the rules a password in its composed form', () => {
  const asked: string[] = [];
  const rule = { help: '', check: (password: string) => void asked.push(password) };
  passwordFlaws([rule], 'cafe\u0301', nobody);
  expect(asked).toEqual(['café']);
});

describe('minimumLength', () => {
  it('counts characters, not units', () => {
    expect(minimumLength(8).check('🫒'.repeat(7), nobody)?.code).toBe('password_too_short');
    expect(minimumLength(8).check('🫒'.repeat(8), nobody)).toBeUndefined();
    expect(minimumLength().check('a'.repeat(14), nobody)?.message).toBe(
      'This password is too short. It must contain at least 15 characters.',
    );
    expect(minimumLength().check('a'.repeat(15), nobody)).toBeUndefined();
  });
});

describe('notNumeric', () => {
  it('knows the digits of other scripts', () => {
    expect(notNumeric().check('१२३४५६७८', nobody)?.code).toBe('password_entirely_numeric');
    expect(notNumeric().check('1234567a', nobody)).toBeUndefined();
    expect(notNumeric().check('', nobody)).toBeUndefined();
  });
});

describe('notSimilar', () => {
  it.each(vectors.quick_ratio)('measures $a and $b as Django does: $ratio', ({ a, b, ratio }) => {
    expect(likeness(a, b)).toBe(ratio);
  });

  it('names the first attribute that is too like', () => {
    const owner = { ...nobody, firstName: 'Guinevere', lastName: 'Guinevere' };
    expect(notSimilar().check('guinevere1', owner)?.message).toBe(
      'The password is too similar to the first name.',
    );
  });

  it('does not mind a short part of a long password', () => {
    const owner = { ...nobody, firstName: 'e' };
    expect(notSimilar({ maxSimilarity: 0.1 }).check('e'.repeat(40), owner)).toBeUndefined();
  });

  it('refuses a measure that makes no sense', () => {
    expect(() => notSimilar({ maxSimilarity: 0.05 })).toThrow(RangeError);
    expect(() => notSimilar({ maxSimilarity: Number.NaN })).toThrow(RangeError);
  });
});
