import {
  type JsonArguments,
  JsonResponse,
  type JsonResponseInit,
  jsonArguments,
} from './json-response.ts';
import {
  type ContentLocationInit,
  type CreatedInit,
  contentLocationFields,
  createdFields,
  type ImUsedInit,
  imUsedFields,
  type OneRangeInit,
  partialContentFields,
} from './response-fields.ts';

/**
 * 200 OK with JSON. *Use when* as `HttpResponseOK`.
 *
 * @see RFC 9110 §15.3.1
 * @example
 * ```ts
 * import { JsonResponseOK } from 'doorward/http';
 *
 * const response = new JsonResponseOK({ id: 1 });
 * response.status; // => 200
 * ```
 */
export class JsonResponseOK extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & ContentLocationInit>) {
    super(...jsonArguments(200, args, contentLocationFields));
  }
}

/**
 * 201 Created with JSON. *Use when* as `HttpResponseCreated`.
 *
 * @see RFC 9110 §15.3.2
 * @example
 * ```ts
 * import { JsonResponseCreated } from 'doorward/http';
 *
 * const response = new JsonResponseCreated({ id: 1 }, { location: '/items/1' });
 * response.headers.get('location'); // => '/items/1'
 * ```
 */
export class JsonResponseCreated extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & CreatedInit>) {
    super(...jsonArguments(201, args, createdFields));
  }
}

/**
 * 202 Accepted with JSON. *Use when* as `HttpResponseAccepted`.
 *
 * @see RFC 9110 §15.3.3
 */
export class JsonResponseAccepted extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(202, args));
  }
}

/**
 * 203 Non-Authoritative Information with JSON. *Use when* as
 * `HttpResponseNonAuthoritativeInformation`.
 *
 * @see RFC 9110 §15.3.4
 */
export class JsonResponseNonAuthoritativeInformation extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(203, args));
  }
}

/**
 * 206 Partial Content with JSON. *Use when* as `HttpResponsePartialContent`.
 *
 * @throws {TypeError} when there is neither a range nor a boundary, or the range is impossible
 * @see RFC 9110 §15.3.7
 * @example
 * ```ts
 * import { JsonResponsePartialContent } from 'doorward/http';
 *
 * const response = new JsonResponsePartialContent({ items: [] }, { contentRange: 'items 0-9/100' });
 * response.headers.get('content-range'); // => 'items 0-9/100'
 * ```
 */
export class JsonResponsePartialContent extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & OneRangeInit>) {
    super(...jsonArguments(206, args, partialContentFields));
  }
}

/**
 * 207 Multi-Status with JSON. *Use when* as `HttpResponseMultiStatus`.
 *
 * @see RFC 4918 §11.1
 */
export class JsonResponseMultiStatus extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(207, args));
  }
}

/**
 * 208 Already Reported with JSON. *Use when* as `HttpResponseAlreadyReported`.
 *
 * @see RFC 5842 §7.1
 */
export class JsonResponseAlreadyReported extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(208, args));
  }
}

/**
 * 226 IM Used with JSON. *Use when* as `HttpResponseImUsed`.
 *
 * @throws {TypeError} when `etag` or `im` is missing
 * @see RFC 3229 §10.4.1
 * @example
 * ```ts
 * import { JsonResponseImUsed } from 'doorward/http';
 *
 * const response = new JsonResponseImUsed({ changed: 1 }, { etag: '"v2"', im: 'json-merge' });
 * response.headers.get('im'); // => 'json-merge'
 * ```
 */
export class JsonResponseImUsed extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & ImUsedInit>) {
    super(...jsonArguments(226, args, imUsedFields));
  }
}
