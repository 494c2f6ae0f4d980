import { format, inspect } from 'node:util';
import { expect, test } from 'vitest';
import { checkedSecret, Secret } from './secret.ts';

const text = 'Qm9vdHMgYW5kIHNhZGRsZXMgaW4gdGhlIHJhaW4';

test('shows nothing of a secret, however it is printed', () => {
  const secret = Secret.from(text);
  const prints = [
    String(secret),
    secret.toString(),
    JSON.stringify({ secret }),
    inspect({ secret }, { depth: 9, showHidden: true }),
    format('%s %o %j', secret, secret, secret),
    inspect(structuredClone({ secret })),
    inspect(new Error('bad', { cause: secret })),
  ];
  for (const print of prints) expect(print).not.toContain(text);
  expect(prints[0]).toBe('Secret(•••)');
  expect(prints[2]).toBe('{"secret":"Secret(•••)"}');
  expect(secret.reveal()).toBe(text);
});

test('generates secrets that are fit to be keys', () => {
  expect(checkedSecret(Secret.generate()).reveal()).toMatch(/^[\w-]{43}$/);
  expect(Secret.generate().reveal()).not.toBe(Secret.generate().reveal());
});

test('wraps no empty text', () => {
  expect(() => Secret.from('')).toThrow(TypeError);
});

test.each([
  ['short', 'Qm9vdHMgYW5kIHNhZGRsZXMgaW4gdGh'],
  ['one character', 'a'.repeat(64)],
  ['few characters', 'abcabdabcabeabcabfabcabdabcabcabe'],
  ['a pattern', '0123456789abcdef0123456789abcdef'],
  ["Django's example", 'django-insecure-q8s#k2^7x!m0v@r5w$z1&y4*t6(u9)i3'],
  ["jwt.io's example", 'a-string-secret-at-least-256-bits-long'],
  [
    "RFC 7515's example",
    'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
  ],
  ['an order to change it', 'please-CHANGE-ME-before-production-1'],
])('refuses as a key: %s', (_label, weak) => {
  expect(() => checkedSecret(weak)).toThrow(RangeError);
  expect(() => checkedSecret(Secret.from(weak))).toThrow(RangeError);
});

test('says which setting is wrong and how to mend it, without the secret', () => {
  const weak = 'swordfish';
  expect(() => checkedSecret(weak, 'DOORWARD_SECRET')).toThrow(
    /^DOORWARD_SECRET has fewer than 32/,
  );
  expect(() => checkedSecret(weak)).toThrow(/randomBytes/);
  expect(() => checkedSecret(weak)).not.toThrow(/swordfish/);
});

test('counts bytes, not characters', () => {
  expect(checkedSecret('äöüßéèêëçñåøæœðþ').reveal()).toHaveLength(16);
});
