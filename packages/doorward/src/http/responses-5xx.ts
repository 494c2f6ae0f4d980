import { type Content, HttpResponse, type HttpResponseInit } from './response.ts';
import { type RetryAfterInit, retryAfterFields } from './response-fields.ts';

/**
 * 500 Internal Server Error. *Use when* something went wrong that nobody expected. Say nothing of
 * what it was.
 *
 * @see RFC 9110 §15.6.1
 * @example
 * ```ts
 * import { HttpResponseInternalServerError } from 'doorward/http';
 *
 * const response = new HttpResponseInternalServerError('<p>Sorry.');
 * response.status; // => 500
 * ```
 */
export class HttpResponseInternalServerError extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 500 });
  }
}

/**
 * 501 Not Implemented. *Use when* the server does not know the method at all, for any resource. A
 * known method in the wrong place is 405.
 *
 * @see RFC 9110 §15.6.2
 */
export class HttpResponseNotImplemented extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 501 });
  }
}

/**
 * 502 Bad Gateway. *Use when* the server asked another one and got nonsense.
 *
 * @see RFC 9110 §15.6.3
 */
export class HttpResponseBadGateway extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 502 });
  }
}

/**
 * 503 Service Unavailable. *Use when* the server cannot answer just now: overload, maintenance, a
 * store that is down.
 *
 * @see RFC 9110 §15.6.4
 * @example
 * ```ts
 * import { HttpResponseServiceUnavailable } from 'doorward/http';
 *
 * const response = new HttpResponseServiceUnavailable('<p>Back soon.', { retryAfter: 120 });
 * response.headers.get('retry-after'); // => '120'
 * ```
 */
export class HttpResponseServiceUnavailable extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit & RetryAfterInit) {
    super(content, { ...init, headers: retryAfterFields(init), status: 503 });
  }
}

/**
 * 504 Gateway Timeout. *Use when* the server asked another one and it did not answer in time.
 *
 * @see RFC 9110 §15.6.5
 */
export class HttpResponseGatewayTimeout extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 504 });
  }
}

/**
 * 505 HTTP Version Not Supported. *Use when* the request's major version of HTTP is not spoken
 * here.
 *
 * @see RFC 9110 §15.6.6
 */
export class HttpResponseHttpVersionNotSupported extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 505 });
  }
}

/**
 * 506 Variant Also Negotiates. *Use when* content negotiation leads in a circle: the chosen variant
 * negotiates itself. That is a fault of configuration.
 *
 * @see RFC 2295 §8.1
 */
export class HttpResponseVariantAlsoNegotiates extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 506 });
  }
}

/**
 * 507 Insufficient Storage. *Use when* there is no room to store what the request brings.
 *
 * @see RFC 4918 §11.5
 */
export class HttpResponseInsufficientStorage extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 507 });
  }
}

/**
 * 508 Loop Detected. *Use when* a WebDAV request of infinite depth came upon a loop.
 *
 * @see RFC 5842 §7.2
 */
export class HttpResponseLoopDetected extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 508 });
  }
}

/**
 * 510 Not Extended. *Use when* never, in new code: the HTTP extension framework it belongs to is
 * historic. It is here for completeness.
 *
 * @see RFC 2774 §7
 */
export class HttpResponseNotExtended extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 510 });
  }
}

/**
 * 511 Network Authentication Required. *Use when* a network's gate (a captive portal) wants a
 * sign-in first. Origin servers never send it.
 *
 * @see RFC 6585 §6
 */
export class HttpResponseNetworkAuthenticationRequired extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 511 });
  }
}
