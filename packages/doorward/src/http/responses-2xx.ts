import {
  type BodylessInit,
  type Content,
  contentIn,
  HttpResponse,
  type HttpResponseInit,
} from './response.ts';
import {
  type ContentLocationInit,
  type CreatedInit,
  contentLocationFields,
  createdFields,
  type ImUsedInit,
  imUsedFields,
  multiStatusFields,
  type PartialContentInit,
  partialContentFields,
} from './response-fields.ts';

/**
 * 200 OK. *Use when* the request succeeded and there is something to show. With nothing to show,
 * 204 is the answer.
 *
 * @see RFC 9110 §15.3.1
 * @example
 * ```ts
 * import { HttpResponseOK } from 'doorward/http';
 *
 * const response = new HttpResponseOK('<p>Saved.');
 * response.status; // => 200
 * ```
 */
export class HttpResponseOK extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit & ContentLocationInit) {
    super(content, { ...init, headers: contentLocationFields(init), status: 200 });
  }
}

/**
 * 201 Created. *Use when* something was created. `location` says where it is; without it, it is at
 * the request's own URI.
 *
 * @see RFC 9110 §15.3.2
 * @example
 * ```ts
 * import { HttpResponseCreated } from 'doorward/http';
 *
 * const response = new HttpResponseCreated('<p>Made.', { location: '/items/1' });
 * response.headers.get('location'); // => '/items/1'
 * ```
 */
export class HttpResponseCreated extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit & CreatedInit) {
    super(content, { ...init, headers: createdFields(init), status: 201 });
  }
}

/**
 * 202 Accepted. *Use when* the work was taken on but is not done, and may still fail. The content
 * can say where to look for the result.
 *
 * @see RFC 9110 §15.3.3
 */
export class HttpResponseAccepted extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 202 });
  }
}

/**
 * 203 Non-Authoritative Information. *Use when* a proxy that changed the content passes it on, so
 * that the client knows it is not the origin's own.
 *
 * @see RFC 9110 §15.3.4
 */
export class HttpResponseNonAuthoritativeInformation extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 203 });
  }
}

/**
 * 204 No Content. *Use when* the request succeeded and there is nothing to say, as after a
 * deletion.
 *
 * @throws {TypeError} when content or a content type is given
 * @see RFC 9110 §15.3.5
 * @example
 * ```ts
 * import { HttpResponseNoContent } from 'doorward/http';
 *
 * const response = new HttpResponseNoContent();
 * response.status; // => 204
 * ```
 */
export class HttpResponseNoContent extends HttpResponse {
  constructor(init?: BodylessInit) {
    super(contentIn(init), { ...init, status: 204 });
  }
}

/**
 * 205 Reset Content. *Use when* a form was taken in and the client should empty it for the next
 * entry.
 *
 * @throws {TypeError} when content or a content type is given
 * @see RFC 9110 §15.3.6
 */
export class HttpResponseResetContent extends HttpResponse {
  constructor(init?: BodylessInit) {
    super(contentIn(init), { ...init, status: 205 });
  }
}

/**
 * 206 Partial Content. *Use when* a `Range` request is answered with a part. One range needs
 * `contentRange`, several need `multipartBoundary`.
 *
 * @throws {TypeError} when there is neither a range nor a boundary, or the range is impossible
 * @see RFC 9110 §15.3.7
 * @example
 * ```ts
 * import { HttpResponsePartialContent } from 'doorward/http';
 *
 * const response = new HttpResponsePartialContent('Hello', { contentRange: [0, 4, 11] });
 * response.headers.get('content-range'); // => 'bytes 0-4/11'
 * ```
 */
export class HttpResponsePartialContent extends HttpResponse {
  constructor(content: Content, init: HttpResponseInit & PartialContentInit) {
    super(content, { ...init, headers: partialContentFields(init), status: 206 });
  }
}

/**
 * 207 Multi-Status. *Use when* one WebDAV request has several results, each with its own status.
 * The content is a `multistatus` document, so the default content type is XML.
 *
 * @see RFC 4918 §11.1
 */
export class HttpResponseMultiStatus extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, headers: multiStatusFields(init), status: 207 });
  }
}

/**
 * 208 Already Reported. *Use when* a WebDAV `multistatus` lists a resource again whose members it
 * has listed before. It stands inside a 207, hardly ever alone.
 *
 * @see RFC 5842 §7.1
 */
export class HttpResponseAlreadyReported extends HttpResponse {
  constructor(content?: Content, init?: HttpResponseInit) {
    super(content, { ...init, status: 208 });
  }
}

/**
 * 226 IM Used. *Use when* the client asked for a difference by `A-IM` and gets one. Says which
 * manipulations were applied, and to what.
 *
 * @throws {TypeError} when `etag` or `im` is missing
 * @see RFC 3229 §10.4.1
 * @example
 * ```ts
 * import { HttpResponseImUsed } from 'doorward/http';
 *
 * const response = new HttpResponseImUsed('delta', { etag: '"v2"', im: 'vcdiff' });
 * response.headers.get('im'); // => 'vcdiff'
 * ```
 */
export class HttpResponseImUsed extends HttpResponse {
  constructor(content: Content, init: HttpResponseInit & ImUsedInit) {
    super(content, { ...init, headers: imUsedFields(init), status: 226 });
  }
}
