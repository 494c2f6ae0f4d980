import {
  type JsonArguments,
  JsonResponse,
  type JsonResponseInit,
  jsonArguments,
} from './json-response.ts';
import {
  type LocationInit,
  type MultipleChoicesInit,
  type RetryAfterInit,
  redirectFields,
  requiredRedirectFields,
} from './response-fields.ts';

/**
 * 300 Multiple Choices with JSON. *Use when* as `HttpResponseMultipleChoices`.
 *
 * @throws {TypeError} when the target is not http, https, ftp or relative
 * @see RFC 9110 §15.4.1
 * @example
 * ```ts
 * import { JsonResponseMultipleChoices } from 'doorward/http';
 *
 * const response = new JsonResponseMultipleChoices({ fr: '/fr' }, { location: '/fr' });
 * response.headers.get('location'); // => '/fr'
 * ```
 */
export class JsonResponseMultipleChoices extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & MultipleChoicesInit>) {
    super(...jsonArguments(300, args, (init) => redirectFields(init?.location, init)));
  }
}

/**
 * 301 Moved Permanently with JSON. *Use when* as `HttpResponseMovedPermanently`.
 *
 * @throws {TypeError} when there is no target, or it is not http, https, ftp or relative
 * @see RFC 9110 §15.4.2
 */
export class JsonResponseMovedPermanently extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & LocationInit & RetryAfterInit>) {
    super(...jsonArguments(301, args, (init) => requiredRedirectFields(init?.location, init)));
  }
}

/**
 * 302 Found with JSON. *Use when* as `HttpResponseFound`.
 *
 * @throws {TypeError} when there is no target, or it is not http, https, ftp or relative
 * @see RFC 9110 §15.4.3
 * @example
 * ```ts
 * import { JsonResponseFound } from 'doorward/http';
 *
 * const response = new JsonResponseFound({ detail: 'Sign in.' }, { location: '/sign-in' });
 * response.headers.get('location'); // => '/sign-in'
 * ```
 */
export class JsonResponseFound extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & LocationInit & RetryAfterInit>) {
    super(...jsonArguments(302, args, (init) => requiredRedirectFields(init?.location, init)));
  }
}

/**
 * 303 See Other with JSON. *Use when* as `HttpResponseSeeOther`.
 *
 * @throws {TypeError} when there is no target, or it is not http, https, ftp or relative
 * @see RFC 9110 §15.4.4
 */
export class JsonResponseSeeOther extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & LocationInit & RetryAfterInit>) {
    super(...jsonArguments(303, args, (init) => requiredRedirectFields(init?.location, init)));
  }
}

/**
 * 305 Use Proxy with JSON. *Use when* as `HttpResponseUseProxy`.
 *
 * @throws {TypeError} when the target is not http, https, ftp or relative
 * @see RFC 9110 §15.4.6
 */
export class JsonResponseUseProxy extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & Partial<LocationInit>>) {
    super(...jsonArguments(305, args, (init) => redirectFields(init?.location, init)));
  }
}

/**
 * 307 Temporary Redirect with JSON. *Use when* as `HttpResponseTemporaryRedirect`.
 *
 * @throws {TypeError} when there is no target, or it is not http, https, ftp or relative
 * @see RFC 9110 §15.4.8
 */
export class JsonResponseTemporaryRedirect extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & LocationInit & RetryAfterInit>) {
    super(...jsonArguments(307, args, (init) => requiredRedirectFields(init?.location, init)));
  }
}

/**
 * 308 Permanent Redirect with JSON. *Use when* as `HttpResponsePermanentRedirect`.
 *
 * @throws {TypeError} when there is no target, or it is not http, https, ftp or relative
 * @see RFC 9110 §15.4.9
 */
export class JsonResponsePermanentRedirect extends JsonResponse {
  constructor(...args: JsonArguments<JsonResponseInit & LocationInit & RetryAfterInit>) {
    super(...jsonArguments(308, args, (init) => requiredRedirectFields(init?.location, init)));
  }
}
