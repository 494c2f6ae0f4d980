import { type Challenge, type Challenges, formatChallenge } from './challenge.ts';
import { isToken } from './field-scanner.ts';
import { checkedValue, type HeaderFields, headersFrom } from './response.ts';
import { retryAfterValue } from './retry-after.ts';
import { redirectTarget, uriReference } from './uri-reference.ts';

// What the options of a response class become on the wire. Each function is shared by an
// `HttpResponse…` class and its JSON twin. JavaScript callers may leave out anything, so every
// function takes nothing for an answer; a required field that is missing is refused by the base.

interface Given {
  readonly headers?: HeaderFields;
}

/** Options of a response whose content lives at a URI of its own. */
export interface ContentLocationInit {
  /** URI of exactly this representation, sent as `Content-Location`. IRIs become URIs. */
  readonly contentLocation?: string | URL;
}

/** Options of a response that made something. */
export interface CreatedInit extends ContentLocationInit {
  /** URI of the new resource; without it, the request's own URI is the new resource. */
  readonly location?: string | URL;
}

/** `[first, last, total]` of bytes, both ends included, `'*'` for a total nobody knows; or text. */
export type ContentRange =
  | readonly [start: number, end: number, total: number | '*']
  | (string & {});

/** Options of 206 with one range. */
export interface OneRangeInit extends ContentLocationInit {
  /** The range that the content is: `[0, 1023, 2048]`, or text for another unit. */
  readonly contentRange: ContentRange;
}

/** Options of 206: one range, or the boundary of several. */
export type PartialContentInit =
  | (OneRangeInit & { readonly multipartBoundary?: never })
  | (ContentLocationInit & {
      /** Boundary between the parts of `multipart/byteranges`; each part names its own range. */
      readonly multipartBoundary: string;
      readonly contentRange?: never;
    });

/** Options of 416: how long the representation is. */
export type RangeNotSatisfiableInit =
  | { /** Length in bytes. */ readonly totalLength: number; readonly contentRange?: never }
  | {
      /** Whole field value, for another unit. */ readonly contentRange: string;
      readonly totalLength?: never;
    };

/** Options of a response that says when to come back. */
export interface RetryAfterInit {
  /** Seconds, rounded up, or the moment. */
  readonly retryAfter?: number | Date;
  /** The present, which `retryAfter` is never before; default the clock. */
  readonly now?: Date;
}

/** Options of a redirect as JSON. */
export interface LocationInit {
  /** Where to go: http, https, ftp or relative. IRIs become URIs. */
  readonly location: string | URL;
}

/** Options of 300: the choice that the server would make. */
export interface MultipleChoicesInit extends RetryAfterInit {
  /** URI of the preferred choice. http, https, ftp or relative. */
  readonly location?: string | URL;
}

/** Options of 401 and 407. */
export interface ChallengesInit {
  /** What the client may answer, most preferred first; at least one. */
  readonly challenges: Challenges;
}

/** Options of 405. */
export interface PermittedMethodsInit {
  /** What the resource does allow, such as `['GET', 'HEAD']`; at least one. */
  readonly permittedMethods: readonly string[];
}

/** Options of 415: what would have been understood. */
export interface UnsupportedMediaTypeInit {
  /** Media types, sent as `Accept`. */
  readonly accept?: string | readonly string[];
  /** Content codings, sent as `Accept-Encoding`. */
  readonly acceptEncoding?: string | readonly string[];
}

/** Options of 101 and 426. */
export interface UpgradeInit {
  /** Protocols, most preferred first, such as `'websocket'` or `['HTTP/3.0', 'websocket']`. */
  readonly upgrade: string | readonly string[];
}

/** Options of 451. */
export interface BlockedByInit {
  /** URI of whoever enforces the block (not of whoever asked for it), sent as `Link`. */
  readonly blockedBy?: string | URL;
}

/** Options of 226. */
export interface ImUsedInit {
  /** Entity tag of the current instance, quotes included. */
  readonly etag: string;
  /** The manipulations that were applied, in order, such as `['vcdiff', 'gzip']`. */
  readonly im: string | readonly string[];
}

/** The given fields with others set over them; what is `undefined` changes nothing. */
export function withFields(
  init: Given | undefined,
  fields: Readonly<Record<string, string | undefined>>,
): Headers {
  const headers = headersFrom(init?.headers);
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) headers.set(name, checkedValue(name, value));
  }
  return headers;
}

export function contentLocationFields(init?: ContentLocationInit & Given): Headers {
  return withFields(init, { 'content-location': uri(init?.contentLocation) });
}

export function createdFields(init?: CreatedInit & Given): Headers {
  return withFields(init, {
    location: uri(init?.location),
    'content-location': uri(init?.contentLocation),
  });
}

export function partialContentFields(init?: PartialContentInit & Given): Headers {
  const { contentRange, multipartBoundary: boundary } = init ?? {};
  if (boundary !== undefined && !/^[\w'()+,./:=?-]{1,70}$/.test(boundary)) {
    throw new TypeError('a multipart boundary is 1 to 70 characters of those RFC 2046 allows');
  }
  return withFields(init, {
    'content-range': contentRange && rangeValue(contentRange),
    'content-type': boundary && `multipart/byteranges; boundary="${boundary}"`,
    'content-location': uri(init?.contentLocation),
  });
}

export function rangeNotSatisfiableFields(init?: RangeNotSatisfiableInit & Given): Headers {
  const { totalLength, contentRange } = init ?? {};
  if (totalLength === undefined && !contentRange) {
    throw new TypeError('416 Range Not Satisfiable needs totalLength, or contentRange as text');
  }
  if (totalLength !== undefined && !isLength(totalLength)) {
    throw new TypeError('totalLength is a whole number of bytes');
  }
  return withFields(init, {
    'content-range': totalLength === undefined ? contentRange : `bytes */${totalLength}`,
  });
}

/** 207: the content is a WebDAV document unless something else is said. */
export function multiStatusFields(init?: Given): Headers {
  const headers = headersFrom(init?.headers);
  if (!headers.has('content-type')) headers.set('content-type', 'application/xml; charset=utf-8');
  return headers;
}

export function retryAfterFields(init?: RetryAfterInit & Given): Headers {
  return withFields(init, { 'retry-after': retryAfter(init) });
}

/** Fields of a redirect; only 300 and 305 may do without a target. */
export function redirectFields(
  target: string | URL | undefined,
  init?: RetryAfterInit & Given,
): Headers {
  return withFields(init, {
    location: target === undefined ? undefined : redirectTarget(target),
    'retry-after': retryAfter(init),
  });
}

/** Fields of a redirect that goes nowhere without its target. */
export function requiredRedirectFields(
  target: string | URL | undefined,
  init?: RetryAfterInit & Given,
): Headers {
  if (target === undefined || target === null || String(target) === '') {
    throw new TypeError('a redirect needs a location');
  }
  return redirectFields(target, init);
}

/** 401: one field line for each challenge, and no store unless the caller says otherwise. */
export function unauthorizedFields(init?: ChallengesInit & Given): Headers {
  const headers = challengeFields('WWW-Authenticate', init);
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  return headers;
}

export function proxyAuthenticationFields(init?: ChallengesInit & Given): Headers {
  return challengeFields('Proxy-Authenticate', init);
}

export function allowFields(
  permittedMethods: readonly string[] | undefined,
  init?: Given,
): Headers {
  return withFields(init, { allow: tokens('permittedMethods', permittedMethods) });
}

export function unsupportedMediaTypeFields(init?: UnsupportedMediaTypeInit & Given): Headers {
  return withFields(init, {
    accept: list(init?.accept),
    'accept-encoding': list(init?.acceptEncoding),
  });
}

export function upgradeFields(init?: UpgradeInit & Given): Headers {
  const upgrade = init?.upgrade;
  if (upgrade === undefined) return withFields(init, {});
  const protocols = typeof upgrade === 'string' ? upgrade.split(',') : upgrade;
  const names = protocols.map((protocol) => protocol.trim());
  if (names.length === 0 || !names.every(isProtocol)) {
    throw new TypeError("upgrade is at least one protocol, such as 'websocket' or 'HTTP/3.0'");
  }
  // Upgrade concerns this connection only, so Connection must name it (RFC 9110 §7.8).
  return withFields(init, { upgrade: names.join(', '), connection: 'Upgrade' });
}

export function blockedByFields(init?: BlockedByInit & Given): Headers {
  const by = uri(init?.blockedBy);
  const headers = headersFrom(init?.headers);
  if (by !== undefined) headers.append('link', `<${by}>; rel="blocked-by"`);
  return headers;
}

export function imUsedFields(init?: ImUsedInit & Given): Headers {
  return withFields(init, { etag: init?.etag, im: list(init?.im) });
}

function challengeFields(name: string, init?: ChallengesInit & Given): Headers {
  const headers = headersFrom(init?.headers);
  const challenges: readonly Challenge[] | undefined = init?.challenges;
  if (challenges === undefined) return headers;
  if (challenges.length === 0) throw new TypeError(`${name} needs at least one challenge`);
  headers.delete(name);
  for (const challenge of challenges) headers.append(name, formatChallenge(challenge));
  return headers;
}

function rangeValue(range: ContentRange): string {
  if (typeof range === 'string') return range;
  const [start, end, total] = range;
  const fits = total === '*' || (isLength(total) && total > end);
  if (!isLength(start) || !isLength(end) || end < start || !fits) {
    throw new TypeError("contentRange is [start, end, total or '*'] with start <= end < total");
  }
  return `bytes ${start}-${end}/${total}`;
}

function isLength(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isProtocol(text: string): boolean {
  const slash = text.indexOf('/');
  if (slash === -1) return isToken(text);
  return isToken(text.slice(0, slash)) && isToken(text.slice(slash + 1));
}

function tokens(option: string, values: readonly string[] | undefined): string | undefined {
  if (values === undefined) return undefined;
  if (!Array.isArray(values) || values.length === 0 || !values.every(isToken)) {
    throw new TypeError(`${option} is a list of at least one method`);
  }
  return values.join(', ');
}

function list(values: string | readonly string[] | undefined): string | undefined {
  return typeof values === 'object' ? values.join(', ') : values;
}

function retryAfter(init: RetryAfterInit | undefined): string | undefined {
  return init?.retryAfter === undefined ? undefined : retryAfterValue(init.retryAfter, init.now);
}

function uri(target: string | URL | undefined): string | undefined {
  return target === undefined ? undefined : uriReference(target);
}
