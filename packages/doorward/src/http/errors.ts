import { errorCodes } from './error-codes.ts';
import {
  errorInit,
  HttpError,
  type HttpErrorOptions,
  withExtension,
  withHeader,
} from './http-error.ts';

export { HttpError, type HttpErrorInit, type HttpErrorOptions } from './http-error.ts';

// The classes stand in the order of their status. Texts and codes are in error-codes.ts.

/**
 * 400: the request cannot be read.
 *
 * *Use when* JSON, a form or a field does not parse.
 *
 * @see RFC 9110 §15.5.1
 */
export class ParseError extends HttpError {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(errorInit('parse_error', detail, options));
  }
}

/** Messages: a list, or a mapping from field to messages; errors of the whole go under `non_field_errors`. */
export type ValidationErrors =
  | readonly (string | ValidationErrors)[]
  | { readonly [field: string]: string | ValidationErrors };

/**
 * 400: the request was read, and what it says is not acceptable.
 *
 * *Use when* fields are missing or wrong. A single text becomes a list of one, as in DRF.
 *
 * @see RFC 9457 §3
 * @example
 * ```ts
 * import { ValidationError } from 'doorward/http';
 *
 * const error = new ValidationError({ username: ['This field is required.'] });
 * error.errors; // => { username: ['This field is required.'] }
 * error.code; // => 'invalid'
 * ```
 */
export class ValidationError extends HttpError {
  readonly errors: ValidationErrors;

  constructor(
    errors: string | ValidationErrors = errorCodes.invalid.detail,
    options?: HttpErrorOptions & { readonly detail?: string },
  ) {
    const list = typeof errors === 'string' ? [errors] : errors;
    super(errorInit('invalid', options?.detail, withExtension(options, 'errors', list)));
    this.errors = list;
  }
}

/**
 * 401: somebody offered credentials, and they were not accepted.
 *
 * *Use when* a request's credentials are wrong. Say the same for every cause.
 *
 * @see RFC 9110 §15.5.2
 */
export class AuthenticationFailed extends HttpError {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(errorInit('authentication_failed', detail, options));
  }
}

/**
 * 401: nobody has signed in.
 *
 * *Use when* a route needs a user and the request offered no credentials.
 *
 * @see RFC 9110 §15.5.2
 */
export class NotAuthenticated extends HttpError {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(errorInit('not_authenticated', detail, options));
  }
}

/**
 * 403: we know who it is, and they may not.
 *
 * *Use when* other credentials of the same kind would not help either.
 *
 * @see RFC 9110 §15.5.4
 */
export class PermissionDenied extends HttpError {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(errorInit('permission_denied', detail, options));
  }
}

/**
 * 404: there is nothing here, or nobody is to know.
 *
 * *Use when* an object is missing, or its existence is itself a secret.
 *
 * @see RFC 9110 §15.5.5
 */
export class NotFound extends HttpError {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(errorInit('not_found', detail, options));
  }
}

/**
 * 405: the resource does not know this method. Sends `Allow`.
 *
 * *Use when* a route answers other methods.
 *
 * @throws {TypeError} when no permitted method is given
 * @see RFC 9110 §15.5.6
 * @example
 * ```ts
 * import { MethodNotAllowed } from 'doorward/http';
 *
 * const error = new MethodNotAllowed('PATCH', ['GET', 'HEAD']);
 * error.detail; // => 'Method "PATCH" not allowed.'
 * error.headers?.['allow']; // => 'GET, HEAD'
 * ```
 */
export class MethodNotAllowed extends HttpError {
  readonly permittedMethods: readonly string[];

  constructor(method: string, permittedMethods: readonly string[], options?: HttpErrorOptions) {
    if (!Array.isArray(permittedMethods) || permittedMethods.length === 0) {
      throw new TypeError('MethodNotAllowed needs the methods that are permitted');
    }
    const detail = fill(errorCodes.method_not_allowed.detail, '{method}', method);
    const allow = permittedMethods.join(', ');
    super(errorInit('method_not_allowed', detail, withHeader(options, 'allow', allow)));
    this.permittedMethods = permittedMethods;
  }
}

/**
 * 406: none of the forms we could answer in is wanted.
 *
 * *Use when* negotiation over `Accept` fails.
 *
 * @see RFC 9110 §15.5.7
 */
export class NotAcceptable extends HttpError {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(errorInit('not_acceptable', detail, options));
  }
}

/**
 * 409: the resource is not in the state that the request takes for granted.
 *
 * *Use when* a name is taken or two edits meet.
 *
 * @see RFC 9110 §15.5.10
 */
export class Conflict extends HttpError {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(errorInit('conflict', detail, options));
  }
}

/**
 * 413: the content of the request is larger than we take.
 *
 * *Use when* a limit on bodies is passed.
 *
 * @see RFC 9110 §15.5.14
 */
export class ContentTooLarge extends HttpError {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(errorInit('content_too_large', detail, options));
  }
}

/**
 * 414: the request URI is longer than we take.
 *
 * *Use when* a limit on the URI is passed.
 *
 * @see RFC 9110 §15.5.15
 */
export class UriTooLong extends HttpError {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(errorInit('uri_too_long', detail, options));
  }
}

/** Options of `UnsupportedMediaType`. */
export interface UnsupportedMediaTypeOptions extends HttpErrorOptions {
  /** Media types that would be understood, sent as `Accept`. */
  readonly accept?: readonly string[];
}

/**
 * 415: the content is in a form we cannot read.
 *
 * *Use when* the `Content-Type` or the content coding of a request is not supported.
 *
 * @see RFC 9110 §15.5.16
 * @example
 * ```ts
 * import { UnsupportedMediaType } from 'doorward/http';
 *
 * const error = new UnsupportedMediaType('text/csv', { accept: ['application/json'] });
 * error.detail; // => 'Unsupported media type "text/csv" in request.'
 * ```
 */
export class UnsupportedMediaType extends HttpError {
  constructor(mediaType: string, options?: UnsupportedMediaTypeOptions) {
    const detail = fill(errorCodes.unsupported_media_type.detail, '{media_type}', mediaType);
    const accept = options?.accept?.join(', ');
    super(errorInit('unsupported_media_type', detail, withHeader(options, 'accept', accept)));
  }
}

/**
 * 421: this server does not answer for that host.
 *
 * *Use when* `Host` names a site we are not.
 *
 * @see RFC 9110 §15.5.20
 */
export class MisdirectedRequest extends HttpError {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(errorInit('misdirected_request', detail, options));
  }
}

/** Options of `Throttled`. */
export interface ThrottledOptions extends HttpErrorOptions {
  /** Seconds until the next request may succeed, rounded up. */
  readonly retryAfter?: number | undefined;
  /** Text for the client; the wait is added to it. */
  readonly detail?: string | undefined;
}

/**
 * 429: too many requests. Sends `Retry-After` when the wait is known and not 0.
 *
 * *Use when* a rate rule refuses.
 *
 * @see RFC 6585 §4
 * @example
 * ```ts
 * import { Throttled } from 'doorward/http';
 *
 * new Throttled({ retryAfter: 1.5 }).detail;
 * // => 'Request was throttled. Expected available in 2 seconds.'
 * ```
 */
export class Throttled extends HttpError {
  /** Seconds to wait; `undefined` when unknown. */
  readonly retryAfter: number | undefined;

  constructor(options?: ThrottledOptions) {
    const wait = wholeSeconds(options?.retryAfter);
    const text = options?.detail ?? errorCodes.throttled.detail;
    const unit = wait === 1 ? 'second' : 'seconds';
    const detail = wait === undefined ? text : `${text} Expected available in ${wait} ${unit}.`;
    const field = wait === undefined || wait === 0 ? undefined : String(wait);
    super(errorInit('throttled', detail, withHeader(options, 'retry-after', field)));
    this.retryAfter = wait;
  }
}

/**
 * 431: the header fields are larger than we take.
 *
 * *Use when* one field or all of them together pass a limit.
 *
 * @see RFC 6585 §5
 */
export class RequestHeaderFieldsTooLarge extends HttpError {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(errorInit('request_header_fields_too_large', detail, options));
  }
}

/** Options of `InternalError`. */
export interface InternalErrorOptions extends HttpErrorOptions {
  /** Number under which the cause can be found in the log; sent as the member `id`. */
  readonly id?: string | undefined;
}

/**
 * 500: something nobody expected. The client hears a number to quote, and not a word more.
 *
 * *Use when* an unknown error was caught and logged.
 *
 * @see RFC 9110 §15.6.1
 * @example
 * ```ts
 * import { InternalError } from 'doorward/http';
 *
 * new InternalError({ id: '7f3a' }).extensions; // => { id: '7f3a' }
 * ```
 */
export class InternalError extends HttpError {
  constructor(options?: InternalErrorOptions) {
    const id = options?.id;
    super(
      errorInit('error', undefined, id === undefined ? options : withExtension(options, 'id', id)),
    );
  }
}

/** Options of `Unavailable`. */
export interface UnavailableOptions extends HttpErrorOptions {
  /** Seconds until another try makes sense, rounded up. Default 5. */
  readonly retryAfter?: number | undefined;
}

/**
 * 503: a store, cache, key server or upstream could not answer, so nothing was decided. Sends
 * `Retry-After`.
 *
 * *Use when* a decision needs something that is down. Never answer 401 for it: the credentials may
 * be right.
 *
 * @see RFC 9110 §15.6.4
 * @example
 * ```ts
 * import { Unavailable } from 'doorward/http';
 *
 * const error = new Unavailable(undefined, { cause: new Error('connection refused') });
 * error.retryAfter; // => 5
 * ```
 */
export class Unavailable extends HttpError {
  /** Seconds until another try makes sense. */
  readonly retryAfter: number;

  constructor(detail?: string, options?: UnavailableOptions) {
    const wait = wholeSeconds(options?.retryAfter) ?? 5;
    super(errorInit('unavailable', detail, withHeader(options, 'retry-after', String(wait))));
    this.retryAfter = wait;
  }
}

/** Errors are made while something else goes wrong, so a wait that makes no sense is dropped. */
function wholeSeconds(seconds: number | undefined): number | undefined {
  if (seconds === undefined || !Number.isFinite(seconds)) return undefined;
  return Math.min(Math.max(0, Math.ceil(seconds)), 2 ** 31);
}

/** Puts a value into its place; a function, so that `$&` in the value means nothing. */
function fill(text: string, place: string, value: string): string {
  return text.replace(place, () => value);
}
