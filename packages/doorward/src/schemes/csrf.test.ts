import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyring } from '../crypto/keyring.ts';
import { Secret } from '../crypto/secret.ts';
import { csrfTokens } from './csrf.ts';

const before = Secret.generate();
const csrf = csrfTokens(keyring([Secret.generate(), before]));

test('knows its own tokens again, and each is different', () => {
  const [one, other] = [csrf.issue('session'), csrf.issue('session')];
  expect(one).not.toBe(other);
  expect(one).toMatch(/^[\w-]{22}\.[\w-]{43}$/);
  expect(csrf.verify(one, 'session')).toBe(true);
  expect(csrf.verify(other, 'session')).toBe(true);
});

test('a token is good for what it was issued for and nothing else', () => {
  const token = csrf.issue('session');
  for (const binding of ['', 'sessio', 'session ', 'Session']) {
    expect(csrf.verify(token, binding)).toBe(false);
  }
  expect(csrfTokens(keyring([Secret.generate()])).verify(token, 'session')).toBe(false);
});

test('a letter moved from the binding to the random half makes another token', () => {
  const token = csrf.issue('session.A');
  expect(csrf.verify(`A${token.slice(0, 21)}${token.slice(22)}`, 'session.')).toBe(false);
});

test('every changed, missing or added character spoils a token', () => {
  const token = csrf.issue('session');
  for (let at = 0; at < token.length; at += 1) {
    const changed = token[at] === 'x' ? 'y' : 'x';
    expect(csrf.verify(token.slice(0, at) + changed + token.slice(at + 1), 'session')).toBe(false);
    expect(csrf.verify(token.slice(0, at) + token.slice(at + 1), 'session')).toBe(false);
  }
  expect(csrf.verify(`${token}x`, 'session')).toBe(false);
});

test('tokens outlive a change of the secret as long as the old one is kept', () => {
  const old = csrfTokens(keyring([before])).issue('session');
  expect(csrf.verify(old, 'session')).toBe(true);
});

test('takes anything and never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 60, maxLength: 70 }), (junk) => {
      expect(csrf.verify(junk, 'session')).toBe(false);
    }),
    { numRuns: 50 },
  );
});

test('issues nothing that is good for everybody', () => {
  expect(() => csrf.issue('')).toThrow(TypeError);
});
