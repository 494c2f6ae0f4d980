import {
  type BareParams,
  formatAuthElement,
  type Params,
  readAuthElement,
} from './auth-grammar.ts';
import { atEnd, scanner, skipWhitespace } from './field-scanner.ts';

/**
 * What a request offers in `Authorization`: a scheme with parameters or with a token68.
 *
 * @see RFC 9110 §11.4
 */
export interface Credentials {
  readonly scheme: string;
  readonly params?: Params;
  readonly token68?: string;
}

/**
 * Parameters that must not be quoted in requests: RFC 7616 §3.4 for Digest; `created` and `expires`
 * are integers in the old `Signature` scheme (draft-cavage-http-signatures-12 §2.1).
 */
const bareParams: BareParams = {
  digest: ['algorithm', 'qop', 'nc', 'userhash', 'username*'],
  signature: ['created', 'expires'],
};

/**
 * Writes an `Authorization` value. Parameters are quoted except where the scheme's RFC forbids it:
 * Digest's `algorithm`, `qop`, `nc`, `userhash`, `username*`, and `created`, `expires` of `Signature`.
 *
 * *Use when* a client or a test signs in.
 *
 * @throws {TypeError} when a name is not a token, a value holds a control or non-ASCII character,
 *   or there are both parameters and a token68
 * @see RFC 9110 §11.6.2
 * @example
 * ```ts
 * import { formatCredentials } from 'doorward/http';
 *
 * formatCredentials({ scheme: 'Bearer', token68: 'mF_9.B5f-4.1JqM' }); // => 'Bearer mF_9.B5f-4.1JqM'
 * ```
 */
export function formatCredentials(credentials: Credentials): string {
  return formatAuthElement(credentials, bareParams);
}

/**
 * Reads an `Authorization` value by the full grammar; `undefined` when it does not fit, never a
 * throw.
 *
 * *Use when* a scheme has parameters (Digest, OAuth 1, Hawk). For a scheme with one opaque word
 * (Basic, Bearer, Token) `schemeCredentials` is cheaper and lets through what clients really send.
 *
 * @see RFC 9110 §11.6.2
 * @example
 * ```ts
 * import { parseCredentials } from 'doorward/http';
 *
 * parseCredentials('Hawk id="dh37", ts="1353832234"')?.params?.['id']; // => 'dh37'
 * parseCredentials('Hawk id="dh37'); // => undefined
 * ```
 */
export function parseCredentials(value: string): Credentials | undefined {
  const scan = scanner(value);
  skipWhitespace(scan);
  const credentials = readAuthElement(scan);
  return atEnd(scan) ? credentials : undefined;
}

/**
 * What follows the scheme in an `Authorization` value, if it is that scheme: `''` when the scheme
 * stands alone, `undefined` for another scheme or no header.
 *
 * *Use when* every request passes: it reads the value once and allocates nothing but the answer.
 * The name is compared without regard to case. Any run of ASCII white space parts scheme and rest
 * or stands around them; a comma does not part them.
 *
 * @see RFC 9110 §11.1
 * @example
 * ```ts
 * import { schemeCredentials } from 'doorward/http';
 *
 * schemeCredentials('bearer  abc', 'Bearer'); // => 'abc'
 * schemeCredentials('Bearer', 'Bearer'); // => ''
 * schemeCredentials('Basic abc', 'Bearer'); // => undefined
 * ```
 */
export function schemeCredentials(header: string | null, scheme: string): string | undefined {
  if (header === null) return undefined;
  let start = 0;
  while (isSpace(header.charCodeAt(start))) start += 1;
  for (let at = 0; at < scheme.length; at += 1) {
    if (lower(header.charCodeAt(start + at)) !== lower(scheme.charCodeAt(at))) return undefined;
  }
  start += scheme.length;
  let end = header.length;
  if (start === end) return '';
  if (!isSpace(header.charCodeAt(start))) return undefined;
  while (isSpace(header.charCodeAt(start))) start += 1;
  while (end > start && isSpace(header.charCodeAt(end - 1))) end -= 1;
  return header.slice(start, end);
}

/**
 * Whether there is ASCII white space in `text`.
 *
 * *Use when* credentials must be one word: a second word makes them malformed.
 *
 * @example
 * ```ts
 * import { hasWhitespace } from 'doorward/http';
 *
 * hasWhitespace('two words'); // => true
 * ```
 */
export function hasWhitespace(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    if (isSpace(text.charCodeAt(at))) return true;
  }
  return false;
}

/** Space, tab, line feed, vertical tab, form feed, carriage return. */
function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** ASCII lower case only: `toLowerCase` would also turn the Kelvin sign into a `k`. */
function lower(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}
