import { randomBytes } from 'node:crypto';

/**
 * Makes a secret nobody can guess: random bytes as base64url.
 *
 * *Use when* a session id, token, ticket or nonce is wanted. 32 bytes give 43 characters.
 *
 * @param bytes How many random bytes; 16 (128 bits) at least. Default: 32.
 * @throws RangeError for fewer than 16 bytes.
 * @see RFC 4648 §5
 * @example
 * ```ts
 * import { randomToken } from 'doorward/crypto';
 *
 * randomToken().length; // => 43
 * ```
 */
export function randomToken(bytes = 32): string {
  if (!(bytes >= 16)) throw new RangeError('randomToken: ask for 16 bytes or more');
  return randomBytes(bytes).toString('base64url');
}

/**
 * Makes random text from an alphabet, every character equally likely.
 *
 * *Use when* a code has to be typed or must look like another system's. Without `Math.random`, and
 * without the bias that taking a byte modulo the alphabet has.
 *
 * @param length Characters to make.
 * @param alphabet 2 to 256 different characters of one UTF-16 unit each.
 * @throws RangeError for a length or an alphabet that cannot be used.
 * @example
 * ```ts
 * import { randomText } from 'doorward/crypto';
 *
 * randomText(6, '0123456789').length; // => 6
 * ```
 */
export function randomText(length: number, alphabet: string): string {
  if (!Number.isSafeInteger(length) || length < 1) {
    throw new RangeError('randomText: length is a whole number, 1 or more');
  }
  const size = alphabet.length;
  if (size < 2 || size > 256 || new Set(alphabet).size !== size) {
    throw new RangeError('randomText: the alphabet has 2 to 256 different characters');
  }
  const fair = 256 - (256 % size);
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length - text.length)) {
      if (byte < fair) text += alphabet.charAt(byte % size);
    }
  }
  return text;
}
