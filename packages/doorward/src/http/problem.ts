import { HttpResponse, type HttpResponseInit } from './response.ts';
import { statusInfo } from './status.ts';

/**
 * Problem details. `detail` and `code` are always there, so a client of Django REST framework that
 * reads `detail` needs no change, and a program has one member to branch on.
 *
 * @see RFC 9457 §3
 */
export interface ProblemDetails {
  /** URI of the kind of problem; `about:blank` when the status says it all. */
  readonly type: string;
  /** Text that is the same for every problem of the kind. */
  readonly title: string;
  readonly status: number;
  /** Text for this occurrence, in words for a person. */
  readonly detail: string;
  /** Stable machine-readable code. */
  readonly code: string;
  /** URI of this occurrence. */
  readonly instance?: string;
  readonly [extension: string]: unknown;
}

/** What problem details are built from. */
export interface ProblemInit {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Default `about:blank`. */
  readonly type?: string | undefined;
  /** Default the status's reason phrase. */
  readonly title?: string | undefined;
  readonly instance?: string | undefined;
  /** Further members; they cannot replace those above. */
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Builds problem details.
 *
 * *Use when* the body is wanted as data; `problemResponse` sends it.
 *
 * @see RFC 9457 §3.1
 * @example
 * ```ts
 * import { problemDetails } from 'doorward/http';
 *
 * problemDetails({ status: 404, code: 'not_found', detail: 'Not found.' }).title; // => 'Not Found'
 * ```
 */
export function problemDetails(init: ProblemInit): ProblemDetails {
  const { status, code, detail, type = 'about:blank', title, instance, extensions } = init;
  const standard = {
    type,
    title: title ?? statusInfo(status)?.reason ?? 'Unknown Error',
    status,
    detail,
    code,
    ...(instance === undefined ? undefined : { instance }),
  };
  // Named twice: first for the order of the members, last so that no extension replaces one.
  return { ...standard, ...extensions, ...standard };
}

/**
 * Sends problem details as `application/problem+json`, with the same status.
 *
 * *Use when* an API answers with an error of its own; thrown errors go through `errorResponse`.
 *
 * @throws {TypeError} as `HttpResponse`: a 401 needs its `WWW-Authenticate` among the headers
 * @see RFC 9457 §3
 * @example
 * ```ts
 * import { problemResponse } from 'doorward/http';
 *
 * const response = problemResponse({
 *   status: 403,
 *   code: 'out_of_credit',
 *   detail: 'Your balance is 30, but that costs 50.',
 *   extensions: { balance: 30 },
 * });
 * ((await response.json()) as { balance: number }).balance; // => 30
 * ```
 */
export function problemResponse(
  init: ProblemInit,
  options?: Omit<HttpResponseInit, 'contentType'>,
): HttpResponse {
  const { status } = init;
  const content = JSON.stringify(problemDetails(init));
  return new HttpResponse(content, { ...options, status, contentType: 'application/problem+json' });
}
