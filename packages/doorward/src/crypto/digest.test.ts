import { hash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checksum } from './checksum.ts';
import { constantTimeEqual } from './constant-time.ts';
import { sha256 } from './digest.ts';

test('digests as FIPS 180-4 does', () => {
  // The examples "abc" and "" of NIST's "Examples with Intermediate Values".
  expect(Buffer.from(sha256('abc'), 'base64url').toString('hex')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
  expect(sha256('')).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU');
  expect(sha256(new TextEncoder().encode('é'))).toBe(sha256('é'));
});

test('compares texts of any length as === does', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(constantTimeEqual(a, b)).toBe(a === b);
      expect(constantTimeEqual(a, a)).toBe(true);
      expect(constantTimeEqual(a, `${a}x`)).toBe(false);
    }),
  );
});

test('compares bytes with text by its UTF-8', () => {
  expect(constantTimeEqual('é', new Uint8Array([0xc3, 0xa9]))).toBe(true);
  expect(constantTimeEqual(new Uint8Array([1]), new Uint8Array([1, 0]))).toBe(false);
});

test('makes six characters of a CRC-32', () => {
  // 0xCBF43926 is the check value of CRC-32/ISO-HDLC.
  expect(checksum('123456789')).toBe('3jZRME');
  expect(checksum('')).toBe('000000');
});

test('notices any one changed character', () => {
  const token = hash('sha256', 'token', 'base64url');
  const sums = Array.from({ length: token.length }, (_, at) =>
    checksum(`${token.slice(0, at)}~${token.slice(at + 1)}`),
  );
  expect(sums).not.toContain(checksum(token));
  expect(sums.every((sum) => /^[0-9A-Za-z]{6}$/.test(sum))).toBe(true);
});
