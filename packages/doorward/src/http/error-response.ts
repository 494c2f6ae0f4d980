import { type Challenge, formatChallenge } from './challenge.ts';
import type { HttpError } from './http-error.ts';
import { problemResponse } from './problem.ts';
import type { HttpResponse } from './response.ts';

/** Options of `errorResponse`. */
export interface ErrorResponseOptions {
  /** What a client may answer to a 401, most preferred first. Default none. */
  readonly challenges?: readonly Challenge[];
  /** URI of this occurrence, sent as the member `instance`. */
  readonly instance?: string;
}

/**
 * Renders an error as problem details, with the error's own fields, never to be stored.
 *
 * *Use when* an error was caught outside the guard. Challenges go out with a 401 only. A 401
 * without any is not a valid response, so it is sent as **403** with the same code and text: the
 * client has nothing to answer with. (Django REST framework does the same.)
 *
 * @see RFC 9457 §3, RFC 9110 §15.5.2
 * @example
 * ```ts
 * import { errorResponse, NotAuthenticated } from 'doorward/http';
 *
 * const challenges = [{ scheme: 'Basic', params: { realm: 'api' } }];
 * const response = errorResponse(new NotAuthenticated(), { challenges });
 * response.headers.get('www-authenticate'); // => 'Basic realm="api"'
 * ((await response.json()) as { code: string }).code; // => 'not_authenticated'
 *
 * errorResponse(new NotAuthenticated()).status; // => 403
 * ```
 */
export function errorResponse(error: HttpError, options: ErrorResponseOptions = {}): HttpResponse {
  const { challenges = [], instance } = options;
  const { code, detail, extensions } = error;
  const headers = new Headers({ 'cache-control': 'no-store', ...error.headers });
  if (error.status === 401) {
    for (const challenge of challenges) {
      headers.append('www-authenticate', formatChallenge(challenge));
    }
  }
  const status = error.status === 401 && !headers.has('www-authenticate') ? 403 : error.status;
  return problemResponse({ status, code, detail, instance, extensions }, { headers });
}
