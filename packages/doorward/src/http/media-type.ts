import type { Params } from './auth-grammar.ts';
import {
  atEnd,
  isToken,
  quote,
  type Scanner,
  scanner,
  skipWhitespace,
  take,
  token,
  tokenOrQuotedString,
} from './field-scanner.ts';

/** A media type; type, subtype and the parameters' names are in lower case when parsed. */
export interface MediaType {
  readonly type: string;
  readonly subtype: string;
  readonly params: Params;
}

/**
 * Reads a media type; `undefined` when it is malformed, never a throw.
 *
 * *Use when* `Content-Type` decides what to do with a body.
 *
 * @see RFC 9110 §8.3.1
 * @example
 * ```ts
 * import { parseMediaType } from 'doorward/http';
 *
 * parseMediaType('Text/HTML;Charset="utf-8"')?.params['charset']; // => 'utf-8'
 * ```
 */
export function parseMediaType(value: string): MediaType | undefined {
  const scan = scanner(value);
  skipWhitespace(scan);
  const mediaType = readMediaType(scan);
  return atEnd(scan) ? mediaType : undefined;
}

/**
 * Writes a media type; parameters are quoted only where they must be.
 *
 * *Use when* a response states what it holds.
 *
 * @throws {TypeError} when a name is not a token, or a value holds a control or non-ASCII character
 * @see RFC 9110 §8.3.1
 * @example
 * ```ts
 * import { formatMediaType } from 'doorward/http';
 *
 * formatMediaType({ type: 'text', subtype: 'html', params: { charset: 'utf-8' } });
 * // => 'text/html; charset=utf-8'
 * ```
 */
export function formatMediaType(mediaType: MediaType): string {
  const { type, subtype, params } = mediaType;
  let text = `${type}/${subtype}`;
  if (!isToken(type) || !isToken(subtype)) throw new TypeError(`${text} is no media type`);
  for (const [name, value] of Object.entries(params)) {
    if (!isToken(name)) throw new TypeError(`${JSON.stringify(name)} is no parameter name`);
    text += `; ${name}=${isToken(value) ? value : quote(value, `parameter ${name}`)}`;
  }
  return text;
}

/**
 * Whether a `Content-Type` is `expected`, whatever its parameters.
 *
 * *Use when* a body is about to be parsed. A missing or malformed field is never what was expected.
 *
 * @see RFC 9110 §8.3
 * @example
 * ```ts
 * import { isContentType } from 'doorward/http';
 *
 * isContentType('application/JSON; charset=utf-8', 'application/json'); // => true
 * isContentType('application/jsonp', 'application/json'); // => false
 * ```
 */
export function isContentType(contentType: string | null, expected: string): boolean {
  if (contentType === null) return false;
  const mediaType = parseMediaType(contentType);
  if (mediaType === undefined) return false;
  return `${mediaType.type}/${mediaType.subtype}` === expected.toLowerCase();
}

/** Reads a media type or range and stops at what cannot belong to it: the end, or a comma. */
export function readMediaType(scan: Scanner): MediaType | undefined {
  const type = token(scan).toLowerCase();
  if (type === '' || !take(scan, '/')) return undefined;
  const subtype = token(scan).toLowerCase();
  if (subtype === '') return undefined;
  const params = Object.create(null) as Record<string, string>;
  skipWhitespace(scan);
  while (take(scan, ';')) {
    skipWhitespace(scan);
    const name = token(scan).toLowerCase();
    if (name === '') continue;
    if (!take(scan, '=')) return undefined;
    const value = tokenOrQuotedString(scan);
    if (value === undefined || name in params) return undefined;
    params[name] = value;
    skipWhitespace(scan);
  }
  return { type, subtype, params };
}
