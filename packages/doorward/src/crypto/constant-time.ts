import { hash, timingSafeEqual } from 'node:crypto';

/**
 * Says whether two secrets are equal, in a time that does not depend on where they differ.
 *
 * *Use when* anything a client sent is compared with anything it must not find out. Lengths may
 * differ: what is compared are the SHA-256 digests of both, so not even the length shows.
 *
 * @example
 * ```ts
 * import { constantTimeEqual } from 'doorward/crypto';
 *
 * constantTimeEqual('open sesame', 'open sesame'); // => true
 * constantTimeEqual('open sesame', 'open'); // => false
 * ```
 */
export function constantTimeEqual(a: string | Uint8Array, b: string | Uint8Array): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

/** As hexadecimal text first: that is more than twice as fast as asking for bytes. */
function digest(text: string | Uint8Array): Buffer {
  return Buffer.from(hash('sha256', text, 'hex'), 'latin1');
}
