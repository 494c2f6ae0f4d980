import { isToken } from './field-scanner.ts';

/**
 * The answer of `cookieValue` when a name is there more than once.
 *
 * *Use when* a cookie decides who somebody is: a second one may have been planted by a sibling
 * domain, and which of the two comes first is the attacker's choice. Refuse both.
 *
 * @see RFC 6265 §8.6
 * @example
 * ```ts
 * import { cookieValue, duplicated } from 'doorward/http';
 *
 * cookieValue('sid=planted; sid=mine', 'sid') === duplicated; // => true
 * ```
 */
export const duplicated: unique symbol = Symbol('duplicated');

/** More pairs than any browser keeps for one site. */
const maxPairs = 200;

const EQUALS = 0x3d;

/**
 * The value of one cookie, `undefined` when it is not there, `duplicated` when it is there twice.
 *
 * *Use when* every request passes: it goes over the header once and builds no map. The name must be
 * exactly the one sent: same case, no decoding. The value is handed back as it was sent, quotes
 * and percent signs included.
 *
 * @see RFC 6265 §5.4
 * @example
 * ```ts
 * import { cookieValue } from 'doorward/http';
 *
 * cookieValue('theme=dark; __Host-sid=x7', '__Host-sid'); // => 'x7'
 * cookieValue('theme=dark', '__Host-sid'); // => undefined
 * ```
 */
export function cookieValue(
  header: string | null,
  name: string,
): string | typeof duplicated | undefined {
  if (header === null || !isCookieName(name)) return undefined;
  let value: string | undefined;
  let at = header.indexOf(name);
  while (at >= 0) {
    const equals = at + name.length;
    if (header.charCodeAt(equals) === EQUALS && startsPair(header, at)) {
      const read = readValue(header, equals + 1, endOfPair(header, equals));
      if (read !== undefined && value !== undefined) return duplicated;
      value ??= read;
    }
    at = header.indexOf(name, equals);
  }
  return value;
}

/**
 * All cookies of a `Cookie` field, each name with all its values in the order sent.
 *
 * *Use when* the names are not known beforehand. Stricter than browsers: names are exact, nothing
 * is decoded or unquoted, only spaces and tabs are trimmed, pairs without `=`, with a name that is
 * no token, or with control characters in the value are left out, and the RFC 2965 names that
 * begin with `$` mean nothing. A header with more than 200 pairs is read as empty, since taking
 * the first 200 could hide a duplicate.
 *
 * @see RFC 6265 §4.2
 * @example
 * ```ts
 * import { parseCookies } from 'doorward/http';
 *
 * parseCookies('a=1; b=2; a=3').get('a'); // => ['1', '3']
 * ```
 */
export function parseCookies(header: string | null): ReadonlyMap<string, readonly string[]> {
  const cookies = new Map<string, string[]>();
  if (header === null) return cookies;
  let pairs = 0;
  for (let start = 0; start < header.length; pairs += 1) {
    if (pairs === maxPairs) return new Map();
    const end = endOfPair(header, start);
    const equals = header.indexOf('=', start);
    if (equals >= 0 && equals < end) addPair(cookies, header, start, equals, end);
    start = end + 1;
  }
  return cookies;
}

/** Whether a cookie of this name can be sent and is read: a token that does not begin with `$`. */
export function isCookieName(name: string): boolean {
  return isToken(name) && !name.startsWith('$');
}

function addPair(
  cookies: Map<string, string[]>,
  header: string,
  start: number,
  equals: number,
  end: number,
): void {
  let from = start;
  while (isBlank(header.charCodeAt(from))) from += 1;
  const name = header.slice(from, equals);
  const value = readValue(header, equals + 1, end);
  if (value === undefined || !isCookieName(name)) return;
  const values = cookies.get(name);
  if (values === undefined) cookies.set(name, [value]);
  else values.push(value);
}

function endOfPair(header: string, from: number): number {
  const end = header.indexOf(';', from);
  return end < 0 ? header.length : end;
}

/** The value between two places, without blanks around it; nothing if it has control characters. */
function readValue(header: string, from: number, to: number): string | undefined {
  let start = from;
  let end = to;
  while (start < end && isBlank(header.charCodeAt(start))) start += 1;
  while (end > start && isBlank(header.charCodeAt(end - 1))) end -= 1;
  for (let at = start; at < end; at += 1) {
    const code = header.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) return undefined;
  }
  return header.slice(start, end);
}

/** Whether only blanks part this place from the `;` before it or from the beginning. */
function startsPair(header: string, at: number): boolean {
  let before = at - 1;
  while (isBlank(header.charCodeAt(before))) before -= 1;
  return before < 0 || header[before] === ';';
}

/** Space or tab; other white space, Unicode's above all, is part of a name and so spoils it. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
