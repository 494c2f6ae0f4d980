import { crc32 } from 'node:zlib';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * The CRC-32 of a text as six base62 characters.
 *
 * *Use when* a token should be recognisable as ours, and a mistyped one refused, without asking the
 * store; secret scanners rely on it too. It protects against nothing but accidents.
 *
 * @see RFC 1952 §8
 * @example
 * ```ts
 * import { checksum } from 'doorward/crypto';
 *
 * checksum('123456789'); // => '3jZRME'
 * ```
 */
export function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let place = 0; place < 6; place += 1) {
    digits = base62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
