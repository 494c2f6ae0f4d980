import { createHmac, type KeyObject } from 'node:crypto';
import { constantTimeEqual } from './constant-time.ts';

/**
 * The HMAC-SHA-256 of a text as base64url, 43 characters.
 *
 * *Use when* a text that goes to a client has to be known again. Take the key from a
 * {@link keyring}: hashing with a `KeyObject` is several times faster than with bytes.
 *
 * @see RFC 2104
 * @example
 * ```ts
 * import { keyring, mac, macMatches, Secret } from 'doorward/crypto';
 *
 * const ring = keyring([Secret.generate()]);
 * const proof = mac(ring.key('csrf'), 'session-7');
 * macMatches(ring.keys('csrf'), 'session-7', proof); // => true
 * macMatches(ring.keys('csrf'), 'session-8', proof); // => false
 * ```
 */
export function mac(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

/**
 * Says whether a text carries the MAC of one of the keys, compared in constant time.
 *
 * @param keys The current key, then retired ones, as {@link Keyring.keys} gives them.
 * @param claimed What the client sent; anything at all.
 */
export function macMatches(keys: readonly KeyObject[], text: string, claimed: string): boolean {
  return keys.some((key) => constantTimeEqual(mac(key, text), claimed));
}
