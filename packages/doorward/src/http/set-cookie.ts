import { isCookieName } from './cookie.ts';
import { isPrintable } from './field-scanner.ts';
import { formatHttpDate, parseHttpDate } from './http-date.ts';

/** When a browser sends a cookie with requests that come from other sites. */
export type SameSite = 'Strict' | 'Lax' | 'None';

/** Where a cookie belongs; a browser replaces or deletes only the cookie that has the same. */
export interface CookiePlace {
  readonly name: string;
  /** Default `'/'`. */
  readonly path?: string;
  /** Left out, the cookie goes to this host only, which is what most cookies want. */
  readonly domain?: string;
  /** Sent over HTTPS only. Default `true`. */
  readonly secure?: boolean;
  /** Out of reach of scripts. Default `true`. */
  readonly httpOnly?: boolean;
  /** Has to be stated: browsers differ in what they take for granted. */
  readonly sameSite: SameSite;
  /** Kept apart for each top-level site (CHIPS), for embedded pages. Default `false`. */
  readonly partitioned?: boolean;
}

/** A cookie to be set. */
export interface SetCookie extends CookiePlace {
  readonly value: string;
  /** Seconds to live. More than 400 days is written as 400 days, as browsers would read it. */
  readonly maxAge?: number;
  /** The moment it ends, for old clients; `maxAge` goes before it. */
  readonly expires?: Date;
}

/** A cookie as read from `Set-Cookie`: what was not stated is `false` or absent. */
export interface ReceivedCookie extends Omit<SetCookie, 'sameSite'> {
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly partitioned: boolean;
  readonly sameSite?: SameSite;
}

const maxOctets = 4096;
const maxAttributeOctets = 1024;
const maxAgeLimit = 400 * 24 * 60 * 60;
const sameSites: readonly SameSite[] = ['Strict', 'Lax', 'None'];

/**
 * Writes a `Set-Cookie` value, safe unless told otherwise: `Secure`, `HttpOnly`, `Path=/`.
 *
 * *Use when* a response sets a cookie. What a browser would drop without a word is refused here.
 *
 * @throws {TypeError} when the name is not a token, the value has characters a cookie cannot have
 *   (encode it), a `__Host-` or `__Secure-` name lacks what it promises, `SameSite=None` or
 *   `Partitioned` comes without `Secure`, or name and value exceed 4096 octets
 * @see RFC 6265 §4.1
 * @example
 * ```ts
 * import { formatSetCookie } from 'doorward/http';
 *
 * formatSetCookie({ name: '__Host-sid', value: 'x7', sameSite: 'Lax' });
 * // => '__Host-sid=x7; Path=/; Secure; HttpOnly; SameSite=Lax'
 * ```
 */
export function formatSetCookie(cookie: SetCookie): string {
  const { name, value, path = '/', domain, secure = true, httpOnly = true } = cookie;
  const { maxAge, expires, sameSite, partitioned = false } = cookie;
  checkPair(name, value);
  checkAttributes(path, domain, maxAge);
  checkPromises({ name, path, domain, secure, httpOnly, sameSite, partitioned });
  let text = `${name}=${value}; Path=${path}`;
  if (domain !== undefined) text += `; Domain=${domain}`;
  if (maxAge !== undefined) text += `; Max-Age=${Math.min(maxAge, maxAgeLimit)}`;
  if (expires !== undefined) text += `; Expires=${formatHttpDate(expires)}`;
  if (secure) text += '; Secure';
  if (httpOnly) text += '; HttpOnly';
  text += `; SameSite=${sameSite}`;
  return partitioned ? `${text}; Partitioned` : text;
}

/**
 * Writes the `Set-Cookie` value that makes a browser forget a cookie. Path, domain and
 * `partitioned` must be those it was set with.
 *
 * *Use when* somebody signs out. Not when a store could not be asked: that is no sign-out.
 *
 * @throws {TypeError} as `formatSetCookie`
 * @see RFC 6265 §3.1
 * @example
 * ```ts
 * import { clearCookie } from 'doorward/http';
 *
 * clearCookie({ name: 'sid', sameSite: 'Lax' });
 * // => 'sid=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure; HttpOnly; SameSite=Lax'
 * ```
 */
export function clearCookie(place: CookiePlace): string {
  return formatSetCookie({ ...place, value: '', maxAge: 0, expires: new Date(0) });
}

/**
 * Reads one `Set-Cookie` value; `undefined` when there is no name. Unknown and malformed attributes
 * are left out; of an attribute given twice, the last counts.
 *
 * *Use when* a test or a test client looks at what was set. Values are not decoded.
 *
 * @see RFC 6265 §5.2
 * @example
 * ```ts
 * import { parseSetCookie } from 'doorward/http';
 *
 * parseSetCookie('sid=x7; Path=/; HttpOnly')?.httpOnly; // => true
 * ```
 */
export function parseSetCookie(header: string): ReceivedCookie | undefined {
  const [pair = '', ...attributes] = header.split(';');
  const [name, value] = splitPair(pair);
  if (!isCookieName(name) || value === undefined) return undefined;
  const cookie: Draft = { name, value, secure: false, httpOnly: false, partitioned: false };
  for (const attribute of attributes) readAttribute(cookie, ...splitPair(attribute));
  return cookie;
}

type Draft = { -readonly [Key in keyof ReceivedCookie]: ReceivedCookie[Key] };

function readAttribute(cookie: Draft, name: string, value: string | undefined = ''): void {
  switch (name.toLowerCase()) {
    case 'secure':
      cookie.secure = true;
      break;
    case 'httponly':
      cookie.httpOnly = true;
      break;
    case 'partitioned':
      cookie.partitioned = true;
      break;
    case 'path':
      if (value.startsWith('/')) cookie.path = value;
      break;
    case 'domain':
      if (value !== '') cookie.domain = value;
      break;
    case 'max-age':
      if (/^-?\d{1,15}$/.test(value)) cookie.maxAge = Math.max(0, Number(value));
      break;
    case 'samesite':
      readSameSite(cookie, value.toLowerCase());
      break;
    case 'expires':
      readExpires(cookie, value);
  }
}

function readSameSite(cookie: Draft, value: string): void {
  const sameSite = sameSites.find((known) => known.toLowerCase() === value);
  if (sameSite !== undefined) cookie.sameSite = sameSite;
}

function readExpires(cookie: Draft, value: string): void {
  // Four-digit years only are written today, so the century of a short one is of no account.
  const expires = parseHttpDate(value, new Date(0));
  if (expires !== undefined) cookie.expires = expires;
}

function splitPair(text: string): [name: string, value: string | undefined] {
  const equals = text.indexOf('=');
  if (equals < 0) return [trimBlanks(text), undefined];
  return [trimBlanks(text.slice(0, equals)), trimBlanks(text.slice(equals + 1))];
}

function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (text[start] === ' ' || text[start] === '\t') start += 1;
  while (end > start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end -= 1;
  return text.slice(start, end);
}

function checkPair(name: string, value: string): void {
  if (!isCookieName(name)) throw new TypeError(`${JSON.stringify(name)} is no cookie name`);
  // The value stays out of every message: it is mostly a secret.
  if (!isCookieValue(value)) throw new TypeError(`encode the value of the cookie ${name}`);
  if (name.length + value.length > maxOctets) {
    throw new TypeError(
      `the cookie ${name} is longer than ${maxOctets} octets; keep it in a store`,
    );
  }
}

/** `*cookie-octet`, or the same within double quotes. */
function isCookieValue(value: string): boolean {
  const quoted = value.length >= 2 && value.startsWith('"') && value.endsWith('"');
  const bare = quoted ? value.slice(1, -1) : value;
  return /^[!#-+\--:<-[\]-~]*$/.test(bare);
}

function checkAttributes(
  path: string,
  domain: string | undefined,
  maxAge: number | undefined,
): void {
  if (!path.startsWith('/') || !isAttribute(path) || path.endsWith(' ')) {
    throw new TypeError('a cookie path begins with / and holds printable ASCII but no semicolon');
  }
  if (domain !== undefined && !(isAttribute(domain) && /^[a-zA-Z\d][a-zA-Z\d.-]*$/.test(domain))) {
    throw new TypeError('a cookie domain is a host name in ASCII, without a dot in front');
  }
  if (maxAge !== undefined && !(Number.isSafeInteger(maxAge) && maxAge >= 0)) {
    throw new TypeError('maxAge of a cookie is a whole number of seconds, 0 or more');
  }
}

function isAttribute(value: string): boolean {
  return isPrintable(value) && !value.includes(';') && value.length <= maxAttributeOctets;
}

/** What the name and the attributes promise to a browser, which drops the cookie if it is not kept. */
function checkPromises(cookie: {
  name: string;
  path: string;
  domain: string | undefined;
  secure: boolean;
  httpOnly: boolean;
  sameSite: SameSite;
  partitioned: boolean;
}): void {
  const name = cookie.name.toLowerCase();
  const hostOnly = name.startsWith('__host-');
  const fromHttp = name.startsWith('__http-') || name.startsWith('__host-http-');
  const needsSecure =
    hostOnly ||
    fromHttp ||
    name.startsWith('__secure-') ||
    cookie.partitioned ||
    cookie.sameSite === 'None';
  if (!sameSites.includes(cookie.sameSite)) {
    throw new TypeError(`state sameSite of the cookie ${cookie.name}: Strict, Lax or None`);
  }
  if (needsSecure && !cookie.secure) {
    throw new TypeError(
      `the cookie ${cookie.name} must be secure: its name or SameSite=None demands it`,
    );
  }
  if (hostOnly && (cookie.path !== '/' || cookie.domain !== undefined)) {
    throw new TypeError(`the cookie ${cookie.name} must have the path / and no domain`);
  }
  if (fromHttp && !cookie.httpOnly)
    throw new TypeError(`the cookie ${cookie.name} must be httpOnly`);
}
