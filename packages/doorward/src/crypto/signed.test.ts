import { createSecretKey, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyring } from './keyring.ts';
import { mac, macMatches } from './mac.ts';
import { Secret } from './secret.ts';
import { type Json, signer } from './signed.ts';

const old = Secret.from('Qm9vdHMgYW5kIHNhZGRsZXMgaW4gdGhlIHJhaW4');
const current = Secret.from('VGhlIGhvcnNlIHN0YXBsZWQgYSBiYXR0ZXJ5IHRv');
const now = new Date('2026-11-21T12:00:00Z');

test('computes HMAC-SHA-256 (RFC 4231, case 2)', () => {
  const key = createSecretKey(Buffer.from('Jefe'));
  const expected = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
  const made = mac(key, 'what do ya want for nothing?');
  expect(Buffer.from(made, 'base64url').toString('hex')).toBe(expected);
  expect(macMatches([key], 'what do ya want for nothing?', made)).toBe(true);
  expect(macMatches([key], 'what do ya want for nothing?', `${made}=`)).toBe(false);
  expect(macMatches([], 'what do ya want for nothing?', made)).toBe(false);
});

test('derives each key with HKDF and a name of its own', () => {
  const ring = keyring([current]);
  const expected = hkdfSync('sha256', current.reveal(), '', 'doorward/csrf/v1', 32);
  expect(ring.key('csrf').export()).toEqual(Buffer.from(expected));
  expect(ring.key('csrf').equals(ring.key('signed-cookie'))).toBe(false);
  expect(ring.key('csrf')).toBe(ring.key('csrf'));
});

test('signs with the current secret and still knows what a retired one signed', () => {
  const before = keyring([old]);
  const after = keyring([current, old]);
  expect(after.keys('csrf')).toHaveLength(2);
  expect(after.key('csrf').equals(keyring([current]).key('csrf'))).toBe(true);
  const signed = signer(before, 'step').sign({ step: 2 });
  expect(signer(after, 'step').verify(signed, now)).toEqual({ step: 2 });
  expect(signer(keyring([current]), 'step').verify(signed, now)).toBeUndefined();
  expect(signer(before, 'step').verify(signer(after, 'step').sign(1), now)).toBeUndefined();
});

test('takes no weak secret, current or retired, and no unclear purpose', () => {
  expect(() => keyring([Secret.from('short')])).toThrow(RangeError);
  expect(() => keyring([current, Secret.from('short')])).toThrow(/^retired secret/);
  for (const purpose of ['', 'Cookie', 'a b', '/x', 'a\n']) {
    expect(() => keyring([current]).key(purpose)).toThrow(RangeError);
  }
});

test('gives back any JSON it signed, and nothing signed for another purpose', () => {
  const ring = keyring([current]);
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      const signed = signer(ring, 'one').sign(value as Json);
      expect(signer(ring, 'one').verify(signed, now)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(signer(ring, 'two').verify(signed, now)).toBeUndefined();
    }),
  );
});

test('expires at the given moment and not before', () => {
  const link = signer(keyring([current]), 'link');
  const signed = link.sign('value', { expiresAt: now });
  expect(link.verify(signed, new Date(now.getTime() - 1))).toBe('value');
  expect(link.verify(signed, now)).toBeUndefined();
  expect(link.verify(link.sign('value'), new Date(8.64e15))).toBe('value');
  expect(() => link.sign('value', { expiresAt: new Date(Number.NaN) })).toThrow(RangeError);
});

test('knows nothing that was changed in any one character', () => {
  const link = signer(keyring([current]), 'link');
  const signed = link.sign({ to: '/inbox' }, { expiresAt: new Date(now.getTime() + 1000) });
  const known = new Set<string>();
  for (let at = 0; at < signed.length; at += 1) {
    for (const other of ['', 'A', 'b', '.', '=', signed.charAt(at)]) {
      const changed = signed.slice(0, at) + other + signed.slice(at + 1);
      if (link.verify(changed, now) !== undefined) known.add(changed);
    }
  }
  expect([...known]).toEqual([signed]);
});

test('refuses anything at all without a throw, and what is too long without a look', () => {
  const link = signer(keyring([current]), 'link');
  for (const text of ['', '.', '..', '...', 'a.b.c', '\0', 'a'.repeat(1_000_000)]) {
    expect(link.verify(text, now)).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(link.verify(text, now)).toBeUndefined();
    }),
  );
  expect(() => link.sign('a'.repeat(20_000))).toThrow(RangeError);
});
