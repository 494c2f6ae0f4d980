import { type Content, HttpResponse, type HttpResponseInit } from './response.ts';
import {
  allowFields,
  type ChallengesInit,
  proxyAuthenticationFields,
  type RetryAfterInit,
  retryAfterFields,
  unauthorizedFields,
} from './response-fields.ts';

/** Options of 405. */
export interface NotAllowedInit extends HttpResponseInit {
  /** Default none. */
  readonly content?: Content;
}

/**
 * 400 Bad Request. *Use when* the request cannot be understood: bad syntax, broken JSON, a field
 * that makes no sense.
 *
 * @see RFC 9110 §15.5.1
 * @example
 * ```ts
 * import { HttpResponseBadRequest } from 'doorward/http';
 *
 * const response = new HttpResponseBadRequest('<p>That is no date.');
 * response.status; // => 400
 * ```
 */
export class HttpResponseBadRequest extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 400 });
  }
}

/**
 * 401 Unauthorized. *Use when* the request has no credentials, or wrong ones, and other ones would
 * help. Each challenge is a field line of its own, and nothing may store the answer unless
 * `headers` says so.
 *
 * @throws {TypeError} when there is no challenge
 * @see RFC 9110 §15.5.2
 * @example
 * ```ts
 * import { HttpResponseUnauthorized } from 'doorward/http';
 *
 * const response = new HttpResponseUnauthorized('<p>Please sign in.', {
 *   challenges: [{ scheme: 'Basic', params: { realm: 'api' } }],
 * });
 * response.headers.get('www-authenticate'); // => 'Basic realm="api"'
 * ```
 */
export class HttpResponseUnauthorized extends HttpResponse {
  constructor(content: Content, init: HttpResponseInit & ChallengesInit) {
    super(content, { ...init, headers: unauthorizedFields(init), status: 401 });
  }
}

/**
 * 402 Payment Required. *Use when* something has to be paid for first. The RFC reserves the status;
 * what it means is up to you.
 *
 * @see RFC 9110 §15.5.3
 */
export class HttpResponsePaymentRequired extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 402 });
  }
}

/**
 * 403 Forbidden. *Use when* we know what is asked, and the answer is no; credentials would not
 * change it. To hide that there is something, 404.
 *
 * @see RFC 9110 §15.5.4
 */
export class HttpResponseForbidden extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 403 });
  }
}

/**
 * 404 Not Found. *Use when* there is nothing here, or nobody is to know.
 *
 * @see RFC 9110 §15.5.5
 */
export class HttpResponseNotFound extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 404 });
  }
}

/**
 * 405 Method Not Allowed. *Use when* the resource exists and does not know the method. `Allow`
 * lists what it does know.
 *
 * @throws {TypeError} when there is no method
 * @see RFC 9110 §15.5.6
 * @example
 * ```ts
 * import { HttpResponseNotAllowed } from 'doorward/http';
 *
 * const response = new HttpResponseNotAllowed(['GET', 'HEAD']);
 * response.headers.get('allow'); // => 'GET, HEAD'
 * ```
 */
export class HttpResponseNotAllowed extends HttpResponse {
  constructor(permittedMethods: readonly string[], init?: NotAllowedInit) {
    super(init?.content, { ...init, headers: allowFields(permittedMethods, init), status: 405 });
  }
}

/**
 * 406 Not Acceptable. *Use when* we can answer in no form that the request's `Accept` allows. What
 * we cannot *read* is 415.
 *
 * @see RFC 9110 §15.5.7
 */
export class HttpResponseNotAcceptable extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 406 });
  }
}

/**
 * 407 Proxy Authentication Required. *Use when* a proxy wants credentials for itself. As 401, but
 * between client and proxy.
 *
 * @throws {TypeError} when there is no challenge
 * @see RFC 9110 §15.5.8
 * @example
 * ```ts
 * import { HttpResponseProxyAuthenticationRequired } from 'doorward/http';
 *
 * const response = new HttpResponseProxyAuthenticationRequired('<p>Please sign in.', {
 *   challenges: [{ scheme: 'Basic', params: { realm: 'proxy' } }],
 * });
 * response.headers.get('proxy-authenticate'); // => 'Basic realm="proxy"'
 * ```
 */
export class HttpResponseProxyAuthenticationRequired extends HttpResponse {
  constructor(content: Content, init: HttpResponseInit & ChallengesInit) {
    super(content, { ...init, headers: proxyAuthenticationFields(init), status: 407 });
  }
}

/**
 * 408 Request Timeout. *Use when* the request took too long to arrive.
 *
 * @see RFC 9110 §15.5.9
 * @example
 * ```ts
 * import { HttpResponseRequestTimeout } from 'doorward/http';
 *
 * const response = new HttpResponseRequestTimeout('<p>Too slow.', { retryAfter: 1 });
 * response.headers.get('retry-after'); // => '1'
 * ```
 */
export class HttpResponseRequestTimeout extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit & RetryAfterInit) {
    super(content, { ...init, headers: retryAfterFields(init), status: 408 });
  }
}

/**
 * 409 Conflict. *Use when* the request does not fit the state of the resource: two edits met, a
 * name is taken. The content should help to mend it.
 *
 * @see RFC 9110 §15.5.10
 */
export class HttpResponseConflict extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 409 });
  }
}

/**
 * 410 Gone. *Use when* there was something here, and it is gone for good. Not sure? 404.
 *
 * @see RFC 9110 §15.5.11
 */
export class HttpResponseGone extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 410 });
  }
}

/**
 * 411 Length Required. *Use when* the request must say its `Content-Length`, and did not.
 *
 * @see RFC 9110 §15.5.12
 */
export class HttpResponseLengthRequired extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 411 });
  }
}

/**
 * 412 Precondition Failed. *Use when* a condition of the request (`If-Match`, `If-Unmodified-Since`
 * …) does not hold.
 *
 * @see RFC 9110 §15.5.13
 */
export class HttpResponsePreconditionFailed extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 412 });
  }
}
