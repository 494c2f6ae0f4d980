import {
  type JsonArguments,
  JsonResponse,
  type JsonResponseInit,
  jsonArguments,
} from './json-response.ts';
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
 * 413 Content Too Large with JSON. *Use when* as `HttpResponseContentTooLarge`.
 *
 * @see RFC 9110 §15.5.14
 * @example
 * ```ts
 * import { JsonResponseContentTooLarge } from 'doorward/http';
 *
 * const response = new JsonResponseContentTooLarge({ detail: 'At most 1 MB.' }, { retryAfter: 300 });
 * response.headers.get('retry-after'); // => '300'
 * ```
 */
export class JsonResponseContentTooLarge extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & RetryAfterInit>) {
    super(...jsonArguments(413, args, retryAfterFields));
  }
}

/**
 * 414 URI Too Long with JSON. *Use when* as `HttpResponseUriTooLong`.
 *
 * @see RFC 9110 §15.5.15
 */
export class JsonResponseUriTooLong extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(414, args));
  }
}

/**
 * 415 Unsupported Media Type with JSON. *Use when* as `HttpResponseUnsupportedMediaType`.
 *
 * @see RFC 9110 §15.5.16
 * @example
 * ```ts
 * import { JsonResponseUnsupportedMediaType } from 'doorward/http';
 *
 * const response = new JsonResponseUnsupportedMediaType({ detail: 'JSON only.' }, { accept: 'application/json' });
 * response.headers.get('accept'); // => 'application/json'
 * ```
 */
export class JsonResponseUnsupportedMediaType extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & UnsupportedMediaTypeInit>) {
    super(...jsonArguments(415, args, unsupportedMediaTypeFields));
  }
}

/**
 * 416 Range Not Satisfiable with JSON. *Use when* as `HttpResponseRangeNotSatisfiable`.
 *
 * @throws {TypeError} when there is no length
 * @see RFC 9110 §15.5.17
 * @example
 * ```ts
 * import { JsonResponseRangeNotSatisfiable } from 'doorward/http';
 *
 * const response = new JsonResponseRangeNotSatisfiable({ detail: 'Too far.' }, { totalLength: 47022 });
 * response.status; // => 416
 * ```
 */
export class JsonResponseRangeNotSatisfiable extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & RangeNotSatisfiableInit>) {
    super(...jsonArguments(416, args, rangeNotSatisfiableFields));
  }
}

/**
 * 417 Expectation Failed with JSON. *Use when* as `HttpResponseExpectationFailed`.
 *
 * @see RFC 9110 §15.5.18
 */
export class JsonResponseExpectationFailed extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(417, args));
  }
}

/**
 * 421 Misdirected Request with JSON. *Use when* as `HttpResponseMisdirectedRequest`.
 *
 * @see RFC 9110 §15.5.20
 */
export class JsonResponseMisdirectedRequest extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(421, args));
  }
}

/**
 * 422 Unprocessable Content with JSON. *Use when* as `HttpResponseUnprocessableContent`.
 *
 * @see RFC 9110 §15.5.21
 */
export class JsonResponseUnprocessableContent extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(422, args));
  }
}

/**
 * 423 Locked with JSON. *Use when* as `HttpResponseLocked`.
 *
 * @see RFC 4918 §11.3
 */
export class JsonResponseLocked extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(423, args));
  }
}

/**
 * 424 Failed Dependency with JSON. *Use when* as `HttpResponseFailedDependency`.
 *
 * @see RFC 4918 §11.4
 */
export class JsonResponseFailedDependency extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(424, args));
  }
}

/**
 * 425 Too Early with JSON. *Use when* as `HttpResponseTooEarly`.
 *
 * @see RFC 8470 §5.2
 */
export class JsonResponseTooEarly extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(425, args));
  }
}

/**
 * 426 Upgrade Required with JSON. *Use when* as `HttpResponseUpgradeRequired`.
 *
 * @throws {TypeError} when no protocol is named
 * @see RFC 9110 §15.5.22
 * @example
 * ```ts
 * import { JsonResponseUpgradeRequired } from 'doorward/http';
 *
 * const response = new JsonResponseUpgradeRequired({ detail: 'TLS only.' }, { upgrade: 'TLS/1.3' });
 * response.headers.get('upgrade'); // => 'TLS/1.3'
 * ```
 */
export class JsonResponseUpgradeRequired extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & UpgradeInit>) {
    super(...jsonArguments(426, args, upgradeFields));
  }
}

/**
 * 428 Precondition Required with JSON. *Use when* as `HttpResponsePreconditionRequired`.
 *
 * @see RFC 6585 §3
 */
export class JsonResponsePreconditionRequired extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(428, args));
  }
}

/**
 * 429 Too Many Requests with JSON. *Use when* as `HttpResponseTooManyRequests`.
 *
 * @see RFC 6585 §4
 * @example
 * ```ts
 * import { JsonResponseTooManyRequests } from 'doorward/http';
 *
 * const response = new JsonResponseTooManyRequests({ detail: 'Slow down.' }, { retryAfter: 60 });
 * response.headers.get('retry-after'); // => '60'
 * ```
 */
export class JsonResponseTooManyRequests extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & RetryAfterInit>) {
    super(...jsonArguments(429, args, retryAfterFields));
  }
}

/**
 * 431 Request Header Fields Too Large with JSON. *Use when* as
 * `HttpResponseRequestHeaderFieldsTooLarge`.
 *
 * @see RFC 6585 §5
 */
export class JsonResponseRequestHeaderFieldsTooLarge extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(431, args));
  }
}

/**
 * 451 Unavailable For Legal Reasons with JSON. *Use when* as
 * `HttpResponseUnavailableForLegalReasons`.
 *
 * @see RFC 7725 §3
 * @example
 * ```ts
 * import { JsonResponseUnavailableForLegalReasons } from 'doorward/http';
 *
 * const response = new JsonResponseUnavailableForLegalReasons({ detail: 'Blocked.' }, { blockedBy: 'https://isp.example/' });
 * response.headers.get('link'); // => '<https://isp.example/>; rel="blocked-by"'
 * ```
 */
export class JsonResponseUnavailableForLegalReasons extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & BlockedByInit>) {
    super(...jsonArguments(451, args, blockedByFields));
  }
}
