import { checksum } from '../../crypto/checksum.ts';
import { randomText } from '../../crypto/random.ts';

/** What tokens look like. */
export interface TokenFormat {
  /** A new token: prefix, 43 random characters (256 bits), checksum. */
  make(): string;
  /** A new token as Django REST framework makes them: 40 hexadecimal digits (160 bits). */
  makeOld(): string;
  /** Whether a text can be one of ours. Costs no query and says nothing of who may enter. */
  isPlausible(text: string): boolean;
  /** The beginning of a token, for lists: enough to tell one from another, no use to a guesser. */
  beginning(token: string): string;
}

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const hex = '0123456789abcdef';
const randomLength = 43;
const checksumLength = 6;
const oldLength = 40;
const shownLength = 4;

/**
 * Settles what tokens look like. No character needs quoting anywhere, and a double click takes in
 * the whole. Scanners for leaked secrets know a token by its prefix and checksum.
 *
 * @param prefix 1 to 16 letters, digits and `_`, ending in `_`.
 * @throws TypeError for another prefix.
 */
export function tokenFormat(prefix: string): TokenFormat {
  if (prefix.length > 16 || !/^[a-zA-Z0-9][a-zA-Z0-9_]*_$/.test(prefix)) {
    throw new TypeError('tokens: a prefix is up to 16 letters, digits and "_", and ends in "_"');
  }
  const wholeLength = prefix.length + randomLength + checksumLength;

  function isOurs(text: string): boolean {
    if (text.length !== wholeLength || !text.startsWith(prefix)) return false;
    return text.slice(-checksumLength) === checksum(text.slice(0, -checksumLength));
  }

  return {
    make() {
      const body = prefix + randomText(randomLength, base62);
      return body + checksum(body);
    },
    makeOld: () => randomText(oldLength, hex),
    isPlausible: (text) => isOurs(text) || isOld(text),
    beginning: (token) =>
      token.slice(0, (token.startsWith(prefix) ? prefix.length : 0) + shownLength),
  };
}

function isOld(text: string): boolean {
  return text.length === oldLength && /^[0-9a-f]*$/.test(text);
}
