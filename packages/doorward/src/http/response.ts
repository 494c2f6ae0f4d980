import { type StatusInfo, statusInfo } from './status.ts';

/** What a response may carry: text, bytes, a stream, a form; `null` or nothing for no content. */
export type Content = ConstructorParameters<typeof Response>[0];

/** Header fields to send: pairs, a record, or `Headers`. */
export type HeaderFields =
  | Headers
  | Readonly<Record<string, string>>
  | readonly (readonly [name: string, value: string])[];

/** Options of every response. */
export interface HttpResponseInit {
  /** Default `text/html; charset=utf-8`; forms and blobs state their own. Wins over `headers`. */
  readonly contentType?: string;
  /** Further fields. A field that an option stands for is set by the option. */
  readonly headers?: HeaderFields;
  /** Reason phrase, which HTTP/1.1 alone sends; default the registered one. */
  readonly reason?: string;
}

/** Options of the base class, which takes any final status. */
export interface AnyStatusInit extends HttpResponseInit {
  /** 200 to 599; default 200. */
  readonly status?: number;
}

/** Options of a response without content. */
export type BodylessInit = Omit<HttpResponseInit, 'contentType'>;

/** The option that stands for a required field, for messages that say what to do. */
const optionFor: Readonly<Record<string, string>> = {
  'WWW-Authenticate': 'challenges',
  'Proxy-Authenticate': 'challenges',
  Allow: 'permittedMethods',
  'Content-Range': 'contentRange or multipartBoundary',
  Upgrade: 'upgrade',
  Connection: 'upgrade',
  ETag: 'etag',
  IM: 'im',
};

/**
 * A response of any final status; the base of the `HttpResponse…` classes.
 *
 * *Use when* the status is known only at run time. It is a Fetch `Response`, so anything that
 * takes one takes this, and it holds to what the RFCs demand: the fields a status requires must be
 * there, and 204, 205 and 304 have neither content nor `Content-Type`.
 *
 * Text is sent as HTML unless `contentType` says otherwise; escape what came from outside.
 *
 * @throws {TypeError} when a required field is missing, content is given where none may be, or a
 *   field holds a line break
 * @throws {RangeError} when the status is not 200 to 599; 1xx is `InterimResponse`
 * @see RFC 9110 §15
 * @example
 * ```ts
 * import { HttpResponse } from 'doorward/http';
 *
 * const response = new HttpResponse('short and stout', { status: 418, contentType: 'text/plain' });
 * response.status; // => 418
 * ```
 */
export class HttpResponse extends Response {
  constructor(content?: Content, init: AnyStatusInit = {}) {
    super(content ?? null, responseInit(content, init));
  }
}

/** A copy of the given fields, in which no name or value may hold a line break. */
export function headersFrom(fields: HeaderFields | undefined): Headers {
  if (fields === undefined || fields instanceof Headers) return new Headers(fields);
  const headers = new Headers();
  const pairs: Iterable<readonly [string, string]> = Array.isArray(fields)
    ? (fields as readonly (readonly [string, string])[])
    : Object.entries(fields);
  for (const [name, value] of pairs) headers.append(name, checkedValue(name, value));
  return headers;
}

/** The value, unless it holds a line break; Fetch would cut one off at the ends without a word. */
export function checkedValue(name: string, value: string): string {
  if (/[\r\n\0]/.test(value)) throw new TypeError(`the value of ${name} may not hold a line break`);
  return value;
}

/** The first field that the status requires and that is not there. */
export function missingField(
  { status, requires }: StatusInfo,
  headers: Headers,
): string | undefined {
  // Each part of a multipart 206 says its own range (RFC 9110 §15.3.7.2).
  const inParts = headers.get('content-type')?.startsWith('multipart/byteranges') ?? false;
  return requires.find((field) => !headers.get(field) && !(status === 206 && inParts));
}

/** Throws when a field that the status requires is not there. */
export function checkRequired(info: StatusInfo, headers: Headers): void {
  const field = missingField(info, headers);
  if (field === undefined) return;
  const { status, reason, see } = info;
  throw new TypeError(`${status} ${reason} needs ${field} (${see}): give ${optionFor[field]}`);
}

/** What a JavaScript caller gave a response that has no content; the base refuses it. */
export function contentIn(init: object | undefined): Content {
  const given: unknown = init;
  if (typeof given !== 'object' || given === null) return given as Content;
  return (given as { readonly content?: Content }).content;
}

function responseInit(content: Content, init: AnyStatusInit): ResponseInit {
  const { status = 200, contentType, reason } = init;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new RangeError('a response has a status from 200 to 599; 1xx is an InterimResponse');
  }
  const info = statusInfo(status);
  const headers = headersFrom(init.headers);
  if (info?.body === 'none') {
    if ((content !== undefined && content !== null) || contentType !== undefined) {
      throw new TypeError(`${status} ${info.reason} has no content and no content type`);
    }
    headers.delete('content-type');
  } else if (contentType !== undefined) {
    headers.set('content-type', checkedValue('Content-Type', contentType));
  } else if (!headers.has('content-type') && !statesItsType(content)) {
    headers.set('content-type', 'text/html; charset=utf-8');
  }
  if (info !== undefined) checkRequired(info, headers);
  if (info?.store === 'never' && !headers.has('cache-control')) {
    headers.set('cache-control', 'no-store');
  }
  return { status, statusText: reason ?? info?.reason ?? '', headers };
}

/** Forms and typed blobs: Fetch writes their content type, with the boundary only it knows. */
function statesItsType(content: Content): boolean {
  return (
    content instanceof FormData ||
    content instanceof URLSearchParams ||
    (content instanceof Blob && content.type !== '')
  );
}
