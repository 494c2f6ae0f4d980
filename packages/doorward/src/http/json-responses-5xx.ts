import {
  type JsonArguments,
  JsonResponse,
  type JsonResponseInit,
  jsonArguments,
} from './json-response.ts';
import { type RetryAfterInit, retryAfterFields } from './response-fields.ts';

/**
 * 500 Internal Server Error with JSON. *Use when* as `HttpResponseInternalServerError`. The name is
 * the one that Django knows; `JsonResponseInternalServerError` is the same class.
 *
 * @see RFC 9110 §15.6.1
 * @example
 * ```ts
 * import { JsonResponseServerError } from 'doorward/http';
 *
 * const response = new JsonResponseServerError({ detail: 'A server error occurred.' });
 * response.status; // => 500
 * ```
 */
export class JsonResponseServerError extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(500, args));
  }
}

/**
 * 501 Not Implemented with JSON. *Use when* as `HttpResponseNotImplemented`.
 *
 * @see RFC 9110 §15.6.2
 */
export class JsonResponseNotImplemented extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(501, args));
  }
}

/**
 * 502 Bad Gateway with JSON. *Use when* as `HttpResponseBadGateway`.
 *
 * @see RFC 9110 §15.6.3
 */
export class JsonResponseBadGateway extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(502, args));
  }
}

/**
 * 503 Service Unavailable with JSON. *Use when* as `HttpResponseServiceUnavailable`.
 *
 * @see RFC 9110 §15.6.4
 * @example
 * ```ts
 * import { JsonResponseServiceUnavailable } from 'doorward/http';
 *
 * const response = new JsonResponseServiceUnavailable({ detail: 'Back soon.' }, { retryAfter: 120 });
 * response.headers.get('retry-after'); // => '120'
 * ```
 */
export class JsonResponseServiceUnavailable extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & RetryAfterInit>) {
    super(...jsonArguments(503, args, retryAfterFields));
  }
}

/**
 * 504 Gateway Timeout with JSON. *Use when* as `HttpResponseGatewayTimeout`.
 *
 * @see RFC 9110 §15.6.5
 */
export class JsonResponseGatewayTimeout extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(504, args));
  }
}

/**
 * 505 HTTP Version Not Supported with JSON. *Use when* as `HttpResponseHttpVersionNotSupported`.
 *
 * @see RFC 9110 §15.6.6
 */
export class JsonResponseHttpVersionNotSupported extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(505, args));
  }
}

/**
 * 506 Variant Also Negotiates with JSON. *Use when* as `HttpResponseVariantAlsoNegotiates`.
 *
 * @see RFC 2295 §8.1
 */
export class JsonResponseVariantAlsoNegotiates extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(506, args));
  }
}

/**
 * 507 Insufficient Storage with JSON. *Use when* as `HttpResponseInsufficientStorage`.
 *
 * @see RFC 4918 §11.5
 */
export class JsonResponseInsufficientStorage extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(507, args));
  }
}

/**
 * 508 Loop Detected with JSON. *Use when* as `HttpResponseLoopDetected`.
 *
 * @see RFC 5842 §7.2
 */
export class JsonResponseLoopDetected extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(508, args));
  }
}

/**
 * 510 Not Extended with JSON. *Use when* as `HttpResponseNotExtended`.
 *
 * @see RFC 2774 §7
 */
export class JsonResponseNotExtended extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(510, args));
  }
}

/**
 * 511 Network Authentication Required with JSON. *Use when* as
 * `HttpResponseNetworkAuthenticationRequired`.
 *
 * @see RFC 6585 §6
 */
export class JsonResponseNetworkAuthenticationRequired extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(511, args));
  }
}

/** The same class as `JsonResponseServerError`, under the name of the status. */
export { JsonResponseServerError as JsonResponseInternalServerError };
