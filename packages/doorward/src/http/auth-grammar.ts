import {
  alphanumeric,
  atEnd,
  characterSet,
  isToken,
  quote,
  type Scanner,
  scanner,
  skipListGap,
  skipWhitespace,
  take,
  takeWhile,
  token,
  tokenOrQuotedString,
} from './field-scanner.ts';

/**
 * Parameters of a challenge or of credentials. Names are not case-sensitive: what was parsed has
 * them in lower case, on an object without a prototype, so a parameter may be called anything.
 *
 * @see RFC 9110 §11.2
 */
export type Params = Readonly<Record<string, string>>;

/** A scheme followed by a token68, by parameters, or by nothing (RFC 9110 §11.3, §11.4). */
export interface AuthElement {
  readonly scheme: string;
  readonly params?: Params;
  readonly token68?: string;
}

/** Names of the parameters that a scheme wants written as bare tokens, for each scheme in lower case. */
export type BareParams = Readonly<Record<string, readonly string[]>>;

const token68Characters = characterSet(`${alphanumeric}-._~+/`);

/**
 * Reads one scheme with what belongs to it. It stops at the end, at a comma, or after a comma where
 * the next scheme begins, so that no other separator needs to be checked.
 *
 * A comma may part two parameters or two challenges. What follows it decides: a token before `=`
 * is a parameter of the scheme at hand, any other token is a new scheme.
 */
export function readAuthElement(scan: Scanner): AuthElement | undefined {
  const scheme = token(scan);
  if (scheme === '') return undefined;
  const spaced = scan.text[scan.at] === ' ' || scan.text[scan.at] === '\t';
  if (!spaced) return atEnd(scan) || scan.text[scan.at] === ',' ? { scheme } : undefined;
  skipWhitespace(scan);
  if (scan.text[scan.at] !== ',' && !atEnd(scan)) {
    const token68 = readToken68(scan);
    if (token68 !== undefined) return { scheme, token68 };
    const params = readParams(scan);
    return params && { scheme, params };
  }
  // `Basic , realm="x"` is allowed: an empty element may open the list of parameters.
  const params = readMoreParams(scan, emptyParams());
  return params && (hasParams(params) ? { scheme, params } : { scheme });
}

/** Reads a list of parameters that must fill the rest of the text: `Authentication-Info`. */
export function readParamsOnly(text: string): Params | undefined {
  const scan = scanner(text);
  skipListGap(scan);
  if (atEnd(scan)) return emptyParams();
  const params = readParams(scan);
  return params !== undefined && atEnd(scan) ? params : undefined;
}

/**
 * Writes a scheme with what belongs to it.
 *
 * @throws {TypeError} when a name, token or value cannot be written
 */
export function formatAuthElement(element: AuthElement, bareParams: BareParams): string {
  const { scheme, params, token68 } = element;
  if (!isToken(scheme)) throw new TypeError(`${JSON.stringify(scheme)} is no auth scheme name`);
  const written = params === undefined ? '' : formatParams(params, bareNames(scheme, bareParams));
  if (token68 === undefined) return written === '' ? scheme : `${scheme} ${written}`;
  if (written !== '') throw new TypeError(`${scheme} has a token68 and parameters; keep one`);
  // The value stays out of the message: it may be a password.
  if (!isToken68(token68)) throw new TypeError(`the token68 of ${scheme} is malformed`);
  return `${scheme} ${token68}`;
}

/**
 * Writes parameters, quoted but for those named in `bare`.
 *
 * @throws {TypeError} when a name is no token, is there twice, or a value cannot be written
 */
export function formatParams(params: Params, bare: readonly string[]): string {
  const seen = new Set<string>();
  const parts: string[] = [];
  for (const [name, value] of Object.entries(params)) {
    const lower = name.toLowerCase();
    if (!isToken(name) || seen.has(lower)) {
      throw new TypeError(`${JSON.stringify(name)} is no parameter name, or is there twice`);
    }
    seen.add(lower);
    parts.push(`${name}=${formatValue(name, value, bare.includes(lower))}`);
  }
  return parts.join(', ');
}

function formatValue(name: string, value: string, bare: boolean): string {
  if (!bare) return quote(value, `parameter ${name}`);
  if (!isToken(value)) throw new TypeError(`parameter ${name} must be a token`);
  return value;
}

function bareNames(scheme: string, bareParams: BareParams): readonly string[] {
  const lower = scheme.toLowerCase();
  return Object.hasOwn(bareParams, lower) ? (bareParams[lower] ?? []) : [];
}

/** Reads a token68 if it fills the list element, or leaves the scanner where it was. */
function readToken68(scan: Scanner): string | undefined {
  const start = scan.at;
  if (takeWhile(scan, token68Characters) !== '') {
    while (take(scan, '=')) {
      // Any number of padding characters may end a token68.
    }
    const end = scan.at;
    skipWhitespace(scan);
    if (atEnd(scan) || scan.text[scan.at] === ',') return scan.text.slice(start, end);
  }
  scan.at = start;
  return undefined;
}

function isToken68(text: string): boolean {
  const scan = scanner(text);
  return readToken68(scan)?.length === text.length;
}

function readParams(scan: Scanner): Params | undefined {
  const params = emptyParams();
  return readParam(scan, params) === 'param' ? readMoreParams(scan, params) : undefined;
}

/** Reads parameters after commas until the text ends or a new scheme begins. */
function readMoreParams(scan: Scanner, params: Record<string, string>): Params | undefined {
  while (!atEnd(scan)) {
    if (!skipListGap(scan)) return undefined;
    if (atEnd(scan)) break;
    const read = readParam(scan, params);
    if (read === 'scheme') break;
    if (read === 'malformed') return undefined;
  }
  return params;
}

function readParam(
  scan: Scanner,
  params: Record<string, string>,
): 'param' | 'scheme' | 'malformed' {
  const start = scan.at;
  const name = token(scan).toLowerCase();
  skipWhitespace(scan);
  if (name === '') return 'malformed';
  if (!take(scan, '=')) {
    scan.at = start;
    return 'scheme';
  }
  skipWhitespace(scan);
  const value = tokenOrQuotedString(scan);
  skipWhitespace(scan);
  // A name may be there once only (§11.2); taking the first or the last would be a guess.
  if (value === undefined || name in params) return 'malformed';
  params[name] = value;
  return 'param';
}

function emptyParams(): Record<string, string> {
  return Object.create(null) as Record<string, string>;
}

function hasParams(params: Params): boolean {
  for (const _ in params) return true;
  return false;
}
