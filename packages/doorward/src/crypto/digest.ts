import { hash } from 'node:crypto';

/**
 * The SHA-256 digest as base64url, 43 characters.
 *
 * *Use when* a random secret (session id, token, ticket) is stored or looked up: the store then
 * holds nothing that could be used. Not for passwords, which need a slow hash
 * ({@link passwordHashes}).
 *
 * @see RFC 6234
 * @example
 * ```ts
 * import { sha256 } from 'doorward/crypto';
 *
 * sha256('abc'); // => 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0'
 * ```
 */
export function sha256(text: string | Uint8Array): string {
  return hash('sha256', text, 'base64url');
}
