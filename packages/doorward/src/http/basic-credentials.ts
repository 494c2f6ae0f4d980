import { Buffer } from 'node:buffer';
import { alphanumeric } from './field-scanner.ts';

/**
 * A user-id and password.
 *
 * @see RFC 7617 §2
 */
export interface BasicCredentials {
  readonly userId: string;
  readonly password: string;
}

/**
 * Why Basic credentials could not be read: not Base64, not UTF-8, no colon, or a control character.
 * For the program only; a client is never told which.
 */
export interface BasicFault {
  readonly error: 'encoding' | 'charset' | 'colon' | 'control';
}

/** Options of `parseBasic`. */
export interface ParseBasicOptions {
  /** Accept what Django REST framework accepts. Default `false`. */
  readonly lenient?: boolean;
}

/**
 * Writes the token68 of Basic credentials: Base64 of the UTF-8 of `userId:password`.
 *
 * *Use when* a client or a test signs in.
 *
 * @throws {TypeError} when the user-id has a colon, or either has a control character or half a
 *   surrogate pair
 * @see RFC 7617 §2
 * @example
 * ```ts
 * import { formatBasic, formatCredentials } from 'doorward/http';
 *
 * const token68 = formatBasic('Aladdin', 'open sesame');
 * formatCredentials({ scheme: 'Basic', token68 }); // => 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='
 * ```
 */
export function formatBasic(userId: string, password: string): string {
  if (userId.includes(':'))
    throw new TypeError('a user-id cannot have a colon in Basic credentials');
  const pair = `${userId}:${password}`;
  if (hasControl(pair) || !pair.isWellFormed()) {
    throw new TypeError('Basic credentials cannot have control characters or lone surrogates');
  }
  return Buffer.from(pair, 'utf8').toString('base64');
}

/**
 * Reads the token68 of Basic credentials.
 *
 * *Use when* a request offers `Basic`. Strict by default: the standard Base64 alphabet with or
 * without padding, UTF-8, no control characters. With `lenient`, as Django REST framework does:
 * characters outside the alphabet are passed over, padding must be there, what is no UTF-8 is
 * ISO-8859-1, and control characters are let through. The first colon parts user-id and password.
 *
 * @see RFC 7617 §2, RFC 4648 §4
 * @example
 * ```ts
 * import { parseBasic } from 'doorward/http';
 *
 * parseBasic('dGVzdDoxMjPCow=='); // => { userId: 'test', password: '123£' }
 * parseBasic('dGVzdA=='); // => { error: 'colon' }
 * ```
 */
export function parseBasic(
  token68: string,
  options: ParseBasicOptions = {},
): BasicCredentials | BasicFault {
  const lenient = options.lenient === true;
  const base64 = lenient ? lenientBase64(token68) : strictBase64(token68);
  if (base64 === undefined) return { error: 'encoding' };
  const octets = Buffer.from(base64, 'base64');
  const pair = decodeUtf8(octets) ?? (lenient ? octets.toString('latin1') : undefined);
  if (pair === undefined) return { error: 'charset' };
  const colon = pair.indexOf(':');
  if (colon < 0) return { error: 'colon' };
  if (!lenient && hasControl(pair)) return { error: 'control' };
  return { userId: pair.slice(0, colon), password: pair.slice(colon + 1) };
}

const PAD = 0x3d;
const sextets = sextetTable();

/** A byte order mark is part of the user-id, so it stays. */
function decodeUtf8(octets: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    return undefined;
  }
}

/** The text without padding, if it is the one canonical encoding of some octets. */
function strictBase64(text: string): string | undefined {
  let end = text.length;
  if (text.charCodeAt(end - 1) === PAD) end -= text.charCodeAt(end - 2) === PAD ? 2 : 1;
  if (end !== text.length && text.length % 4 !== 0) return undefined;
  for (let at = 0; at < end; at += 1) {
    if (sextetOf(text.charCodeAt(at)) < 0) return undefined;
  }
  const last = sextetOf(text.charCodeAt(end - 1));
  const spareBits = [0, undefined, 0b1111, 0b11][end % 4];
  if (spareBits === undefined || (last & spareBits) !== 0) return undefined;
  return text.slice(0, end);
}

/**
 * What Python's decoder makes of `text`: it drops what is not in the alphabet and stops at padding
 * that completes a group of four. An incomplete group at the end is an error.
 */
function lenientBase64(text: string): string | undefined {
  let kept = '';
  let plainFrom = 0;
  let inGroup = 0;
  let pads = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (sextetOf(code) >= 0) {
      inGroup = (inGroup + 1) % 4;
      pads = 0;
      continue;
    }
    kept += text.slice(plainFrom, at);
    plainFrom = at + 1;
    if (code === PAD && inGroup >= 2) {
      pads += 1;
      if (inGroup + pads >= 4) return kept;
    }
  }
  return inGroup === 0 ? kept + text.slice(plainFrom) : undefined;
}

/** The six bits a Base64 character stands for; -1 for any other. */
function sextetOf(code: number): number {
  return sextets[code] ?? -1;
}

function sextetTable(): Int8Array {
  const table = new Int8Array(128).fill(-1);
  const characters = `${alphanumeric}+/`;
  for (let value = 0; value < characters.length; value += 1) {
    table[characters.charCodeAt(value)] = value;
  }
  return table;
}

/** CTL of RFC 5234: below space, and DELETE. */
function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}
