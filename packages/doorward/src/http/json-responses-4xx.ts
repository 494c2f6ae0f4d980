import {
  type JsonArguments,
  JsonResponse,
  type JsonResponseInit,
  jsonArguments,
} from './json-response.ts';
import {
  allowFields,
  type ChallengesInit,
  type PermittedMethodsInit,
  proxyAuthenticationFields,
  type RetryAfterInit,
  retryAfterFields,
  unauthorizedFields,
} from './response-fields.ts';

/**
 * 400 Bad Request with JSON. *Use when* as `HttpResponseBadRequest`.
 *
 * @see RFC 9110 §15.5.1
 * @example
 * ```ts
 * import { JsonResponseBadRequest } from 'doorward/http';
 *
 * const response = new JsonResponseBadRequest({ detail: 'Malformed request.' });
 * response.status; // => 400
 * ```
 */
export class JsonResponseBadRequest extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(400, args));
  }
}

/**
 * 401 Unauthorized with JSON. *Use when* as `HttpResponseUnauthorized`.
 *
 * @throws {TypeError} when there is no challenge
 * @see RFC 9110 §15.5.2
 * @example
 * ```ts
 * import { JsonResponseUnauthorized } from 'doorward/http';
 *
 * const response = new JsonResponseUnauthorized(
 *   { detail: 'Authentication credentials were not provided.' },
 *   { challenges: [{ scheme: 'Bearer' }] },
 * );
 * response.headers.get('www-authenticate'); // => 'Bearer'
 * ```
 */
export class JsonResponseUnauthorized extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & ChallengesInit>) {
    super(...jsonArguments(401, args, unauthorizedFields));
  }
}

/**
 * 402 Payment Required with JSON. *Use when* as `HttpResponsePaymentRequired`.
 *
 * @see RFC 9110 §15.5.3
 */
export class JsonResponsePaymentRequired extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(402, args));
  }
}

/**
 * 403 Forbidden with JSON. *Use when* as `HttpResponseForbidden`.
 *
 * @see RFC 9110 §15.5.4
 */
export class JsonResponseForbidden extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(403, args));
  }
}

/**
 * 404 Not Found with JSON. *Use when* as `HttpResponseNotFound`.
 *
 * @see RFC 9110 §15.5.5
 */
export class JsonResponseNotFound extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(404, args));
  }
}

/**
 * 405 Method Not Allowed with JSON. *Use when* as `HttpResponseNotAllowed`.
 *
 * @throws {TypeError} when there is no method
 * @see RFC 9110 §15.5.6
 * @example
 * ```ts
 * import { JsonResponseNotAllowed } from 'doorward/http';
 *
 * const response = new JsonResponseNotAllowed(
 *   { detail: 'Method "PUT" not allowed.' },
 *   { permittedMethods: ['GET', 'HEAD'] },
 * );
 * response.headers.get('allow'); // => 'GET, HEAD'
 * ```
 */
export class JsonResponseNotAllowed extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & PermittedMethodsInit>) {
    super(...jsonArguments(405, args, (init) => allowFields(init?.permittedMethods, init)));
  }
}

/**
 * 406 Not Acceptable with JSON. *Use when* as `HttpResponseNotAcceptable`.
 *
 * @see RFC 9110 §15.5.7
 */
export class JsonResponseNotAcceptable extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(406, args));
  }
}

/**
 * 407 Proxy Authentication Required with JSON. *Use when* as
 * `HttpResponseProxyAuthenticationRequired`.
 *
 * @throws {TypeError} when there is no challenge
 * @see RFC 9110 §15.5.8
 * @example
 * ```ts
 * import { JsonResponseProxyAuthenticationRequired } from 'doorward/http';
 *
 * const response = new JsonResponseProxyAuthenticationRequired(
 *   { detail: 'The proxy wants credentials.' },
 *   { challenges: [{ scheme: 'Basic', params: { realm: 'proxy' } }] },
 * );
 * response.headers.get('proxy-authenticate'); // => 'Basic realm="proxy"'
 * ```
 */
export class JsonResponseProxyAuthenticationRequired extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & ChallengesInit>) {
    super(...jsonArguments(407, args, proxyAuthenticationFields));
  }
}

/**
 * 408 Request Timeout with JSON. *Use when* as `HttpResponseRequestTimeout`.
 *
 * @see RFC 9110 §15.5.9
 * @example
 * ```ts
 * import { JsonResponseRequestTimeout } from 'doorward/http';
 *
 * const response = new JsonResponseRequestTimeout({ detail: 'Too slow.' }, { retryAfter: 1 });
 * response.headers.get('retry-after'); // => '1'
 * ```
 */
export class JsonResponseRequestTimeout extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & RetryAfterInit>) {
    super(...jsonArguments(408, args, retryAfterFields));
  }
}

/**
 * 409 Conflict with JSON. *Use when* as `HttpResponseConflict`.
 *
 * @see RFC 9110 §15.5.10
 */
export class JsonResponseConflict extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(409, args));
  }
}

/**
 * 410 Gone with JSON. *Use when* as `HttpResponseGone`.
 *
 * @see RFC 9110 §15.5.11
 */
export class JsonResponseGone extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(410, args));
  }
}

/**
 * 411 Length Required with JSON. *Use when* as `HttpResponseLengthRequired`.
 *
 * @see RFC 9110 §15.5.12
 */
export class JsonResponseLengthRequired extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(411, args));
  }
}

/**
 * 412 Precondition Failed with JSON. *Use when* as `HttpResponsePreconditionFailed`.
 *
 * @see RFC 9110 §15.5.13
 */
export class JsonResponsePreconditionFailed extends JsonResponse {
  constructor(...args: JsonArguments) {
    super(...jsonArguments(412, args));
  }
}
