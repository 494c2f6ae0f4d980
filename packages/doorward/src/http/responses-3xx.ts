import {
  type BodylessInit,
  type Content,
  contentIn,
  HttpResponse,
  type HttpResponseInit,
} from './response.ts';
import {
  type ContentLocationInit,
  contentLocationFields,
  type MultipleChoicesInit,
  type RetryAfterInit,
  redirectFields,
  requiredRedirectFields,
} from './response-fields.ts';

/** Options of a redirect. */
export interface RedirectInit extends HttpResponseInit, RetryAfterInit {
  /** A short text with the link, for clients that do not follow. Default none. */
  readonly content?: Content;
}

/**
 * 300 Multiple Choices. *Use when* there are several representations and the client should choose.
 * The content lists them; `location` names the one the server would take.
 *
 * @throws {TypeError} when the target is not http, https, ftp or relative
 * @see RFC 9110 §15.4.1
 * @example
 * ```ts
 * import { HttpResponseMultipleChoices } from 'doorward/http';
 *
 * const response = new HttpResponseMultipleChoices('<a href="/fr">fr</a>', { location: '/fr' });
 * response.headers.get('location'); // => '/fr'
 * ```
 */
export class HttpResponseMultipleChoices extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit & MultipleChoicesInit) {
    super(content, { ...init, headers: redirectFields(init?.location, init), status: 300 });
  }
}

/**
 * 301 Moved Permanently. *Use when* the resource has moved for good and it does not matter that
 * clients turn POST into GET. Otherwise 308.
 *
 * @throws {TypeError} when there is no target, or it is not http, https, ftp or relative
 * @see RFC 9110 §15.4.2
 * @example
 * ```ts
 * import { HttpResponseMovedPermanently } from 'doorward/http';
 *
 * const response = new HttpResponseMovedPermanently('https://example.org/new');
 * response.headers.get('location'); // => 'https://example.org/new'
 * ```
 */
export class HttpResponseMovedPermanently extends HttpResponse {
  constructor(location: string | URL, init?: RedirectInit) {
    super(init?.content, { ...init, headers: requiredRedirectFields(location, init), status: 301 });
  }
}

/**
 * 302 Found. *Use when* the resource is elsewhere for now and it does not matter that clients turn
 * POST into GET. Otherwise 307, or 303 to say GET.
 *
 * @throws {TypeError} when there is no target, or it is not http, https, ftp or relative
 * @see RFC 9110 §15.4.3
 * @example
 * ```ts
 * import { HttpResponseFound } from 'doorward/http';
 *
 * const response = new HttpResponseFound('/sign-in');
 * response.headers.get('location'); // => '/sign-in'
 * ```
 */
export class HttpResponseFound extends HttpResponse {
  constructor(location: string | URL, init?: RedirectInit) {
    super(init?.content, { ...init, headers: requiredRedirectFields(location, init), status: 302 });
  }
}

/**
 * 303 See Other. *Use when* a POST is done and its result is a page to GET.
 *
 * @throws {TypeError} when there is no target, or it is not http, https, ftp or relative
 * @see RFC 9110 §15.4.4
 * @example
 * ```ts
 * import { HttpResponseSeeOther } from 'doorward/http';
 *
 * const response = new HttpResponseSeeOther('/orders/7');
 * response.headers.get('location'); // => '/orders/7'
 * ```
 */
export class HttpResponseSeeOther extends HttpResponse {
  constructor(location: string | URL, init?: RedirectInit) {
    super(init?.content, { ...init, headers: requiredRedirectFields(location, init), status: 303 });
  }
}

/**
 * 304 Not Modified. *Use when* the condition of a GET or HEAD says that the client's copy is still
 * good. Send the `ETag`, `Cache-Control`, `Vary` and the like that a 200 would have had.
 *
 * @throws {TypeError} when content or a content type is given
 * @see RFC 9110 §15.4.5
 * @example
 * ```ts
 * import { HttpResponseNotModified } from 'doorward/http';
 *
 * const response = new HttpResponseNotModified({ headers: { etag: '"v2"' } });
 * response.headers.get('etag'); // => '"v2"'
 * ```
 */
export class HttpResponseNotModified extends HttpResponse {
  constructor(init?: BodylessInit & ContentLocationInit) {
    super(contentIn(init), { ...init, headers: contentLocationFields(init), status: 304 });
  }
}

/**
 * 305 Use Proxy. *Use when* never, in new code: the status is deprecated, because a client that
 * obeyed could be led to a hostile proxy. It is here for completeness.
 *
 * @throws {TypeError} when the target is not http, https, ftp or relative
 * @see RFC 9110 §15.4.6
 * @example
 * ```ts
 * import { HttpResponseUseProxy } from 'doorward/http';
 *
 * const response = new HttpResponseUseProxy('http://proxy.example.org/');
 * response.headers.get('location'); // => 'http://proxy.example.org/'
 * ```
 */
export class HttpResponseUseProxy extends HttpResponse {
  constructor(location?: string | URL, init?: RedirectInit) {
    super(init?.content, { ...init, headers: redirectFields(location, init), status: 305 });
  }
}

/**
 * 307 Temporary Redirect. *Use when* the resource is elsewhere for now, and the client must repeat
 * the same method there.
 *
 * @throws {TypeError} when there is no target, or it is not http, https, ftp or relative
 * @see RFC 9110 §15.4.8
 * @example
 * ```ts
 * import { HttpResponseTemporaryRedirect } from 'doorward/http';
 *
 * const response = new HttpResponseTemporaryRedirect('/café');
 * response.headers.get('location'); // => '/caf%C3%A9'
 * ```
 */
export class HttpResponseTemporaryRedirect extends HttpResponse {
  constructor(location: string | URL, init?: RedirectInit) {
    super(init?.content, { ...init, headers: requiredRedirectFields(location, init), status: 307 });
  }
}

/**
 * 308 Permanent Redirect. *Use when* the resource has moved for good, and the client must repeat
 * the same method there. Mind the name: frameworks that call their 301 a *permanent redirect* mean
 * `HttpResponseMovedPermanently`.
 *
 * @throws {TypeError} when there is no target, or it is not http, https, ftp or relative
 * @see RFC 9110 §15.4.9
 * @example
 * ```ts
 * import { HttpResponsePermanentRedirect } from 'doorward/http';
 *
 * const response = new HttpResponsePermanentRedirect('/v2', { retryAfter: 5 });
 * response.headers.get('location'); // => '/v2'
 * ```
 */
export class HttpResponsePermanentRedirect extends HttpResponse {
  constructor(location: string | URL, init?: RedirectInit) {
    super(init?.content, { ...init, headers: requiredRedirectFields(location, init), status: 308 });
  }
}
