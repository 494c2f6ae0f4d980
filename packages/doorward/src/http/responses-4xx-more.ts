import { type Content, HttpResponse, type HttpResponseInit } from './response.ts';
import {
  type BlockedByInit,
  blockedByFields,
  type RangeNotSatisfiableInit,
  type RetryAfterInit,
  rangeNotSatisfiableFields,
  retryAfterFields,
  type UnsupportedMediaTypeInit,
  type UpgradeInit,
  unsupportedMediaTypeFields,
  upgradeFields,
} from './response-fields.ts';

/**
 * 413 Content Too Large. *Use when* the content of the request is too large. `retryAfter` says that
 * it is only so for now.
 *
 * @see RFC 9110 §15.5.14
 * @example
 * ```ts
 * import { HttpResponseContentTooLarge } from 'doorward/http';
 *
 * const response = new HttpResponseContentTooLarge('<p>At most 1 MB.', { retryAfter: 300 });
 * response.headers.get('retry-after'); // => '300'
 * ```
 */
export class HttpResponseContentTooLarge extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit & RetryAfterInit) {
    super(content, { ...init, headers: retryAfterFields(init), status: 413 });
  }
}

/**
 * 414 URI Too Long. *Use when* the request URI is too long.
 *
 * @see RFC 9110 §15.5.15
 */
export class HttpResponseUriTooLong extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 414 });
  }
}

/**
 * 415 Unsupported Media Type. *Use when* the content of the request is in a form we cannot read.
 * `accept` and `acceptEncoding` say what we can.
 *
 * @see RFC 9110 §15.5.16
 * @example
 * ```ts
 * import { HttpResponseUnsupportedMediaType } from 'doorward/http';
 *
 * const response = new HttpResponseUnsupportedMediaType('<p>JSON only.', { accept: 'application/json' });
 * response.headers.get('accept'); // => 'application/json'
 * ```
 */
export class HttpResponseUnsupportedMediaType extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit & UnsupportedMediaTypeInit) {
    super(content, { ...init, headers: unsupportedMediaTypeFields(init), status: 415 });
  }
}

/**
 * 416 Range Not Satisfiable. *Use when* no range of the request lies within the representation.
 * Says how long it is.
 *
 * @throws {TypeError} when there is no length
 * @see RFC 9110 §15.5.17
 * @example
 * ```ts
 * import { HttpResponseRangeNotSatisfiable } from 'doorward/http';
 *
 * const response = new HttpResponseRangeNotSatisfiable('<p>Too far.', { totalLength: 47022 });
 * response.status; // => 416
 * ```
 */
export class HttpResponseRangeNotSatisfiable extends HttpResponse {
  constructor(content: Content, init: HttpResponseInit & RangeNotSatisfiableInit) {
    super(content, { ...init, headers: rangeNotSatisfiableFields(init), status: 416 });
  }
}

/**
 * 417 Expectation Failed. *Use when* the request's `Expect` asks for something we do not do.
 *
 * @see RFC 9110 §15.5.18
 */
export class HttpResponseExpectationFailed extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 417 });
  }
}

/**
 * 421 Misdirected Request. *Use when* the request came to a server that does not answer for its
 * host, as with a reused connection. The client may try on another one.
 *
 * @see RFC 9110 §15.5.20
 */
export class HttpResponseMisdirectedRequest extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 421 });
  }
}

/**
 * 422 Unprocessable Content. *Use when* the content could be read, and what it asks for makes no
 * sense. For many APIs, that is failed validation.
 *
 * @see RFC 9110 §15.5.21
 */
export class HttpResponseUnprocessableContent extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 422 });
  }
}

/**
 * 423 Locked. *Use when* the WebDAV resource is locked.
 *
 * @see RFC 4918 §11.3
 */
export class HttpResponseLocked extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 423 });
  }
}

/**
 * 424 Failed Dependency. *Use when* this part of a WebDAV request failed only because another part
 * did.
 *
 * @see RFC 4918 §11.4
 */
export class HttpResponseFailedDependency extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 424 });
  }
}

/**
 * 425 Too Early. *Use when* the request came in TLS early data and would do harm if it were
 * replayed. The client sends it again after the handshake.
 *
 * @see RFC 8470 §5.2
 */
export class HttpResponseTooEarly extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 425 });
  }
}

/**
 * 426 Upgrade Required. *Use when* the request can only be served over another protocol. Sets
 * `Upgrade` and `Connection`.
 *
 * @throws {TypeError} when no protocol is named
 * @see RFC 9110 §15.5.22
 * @example
 * ```ts
 * import { HttpResponseUpgradeRequired } from 'doorward/http';
 *
 * const response = new HttpResponseUpgradeRequired('<p>TLS only.', { upgrade: ['TLS/1.3', 'HTTP/1.1'] });
 * response.headers.get('upgrade'); // => 'TLS/1.3, HTTP/1.1'
 * ```
 */
export class HttpResponseUpgradeRequired extends HttpResponse {
  constructor(content: Content, init: HttpResponseInit & UpgradeInit) {
    super(content, { ...init, headers: upgradeFields(init), status: 426 });
  }
}

/**
 * 428 Precondition Required. *Use when* the request must be conditional, so that no edit gets lost.
 * The content should say how.
 *
 * @see RFC 6585 §3
 */
export class HttpResponsePreconditionRequired extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 428 });
  }
}

/**
 * 429 Too Many Requests. *Use when* too many requests came in too short a time.
 *
 * @see RFC 6585 §4
 * @example
 * ```ts
 * import { HttpResponseTooManyRequests } from 'doorward/http';
 *
 * const response = new HttpResponseTooManyRequests('<p>Slow down.', { retryAfter: 1.2 });
 * response.headers.get('retry-after'); // => '2'
 * ```
 */
export class HttpResponseTooManyRequests extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit & RetryAfterInit) {
    super(content, { ...init, headers: retryAfterFields(init), status: 429 });
  }
}

/**
 * 431 Request Header Fields Too Large. *Use when* one header field, or all together, are too large.
 *
 * @see RFC 6585 §5
 */
export class HttpResponseRequestHeaderFieldsTooLarge extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 431 });
  }
}

/**
 * 451 Unavailable For Legal Reasons. *Use when* a law or a court forbids the answer. `blockedBy`
 * names who enforces it, which is not who demanded it.
 *
 * @see RFC 7725 §3
 * @example
 * ```ts
 * import { HttpResponseUnavailableForLegalReasons } from 'doorward/http';
 *
 * const response = new HttpResponseUnavailableForLegalReasons('<p>Blocked.', { blockedBy: 'https://isp.example/' });
 * response.headers.get('link'); // => '<https://isp.example/>; rel="blocked-by"'
 * ```
 */
export class HttpResponseUnavailableForLegalReasons extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit & BlockedByInit) {
    super(content, { ...init, headers: blockedByFields(init), status: 451 });
  }
}
