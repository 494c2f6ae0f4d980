import { type ErrorCode, errorCodes } from './error-codes.ts';
import { missingField } from './response.ts';
import { statusInfo } from './status.ts';

/** What the maker of an error may say beside its text. */
export interface HttpErrorOptions {
  /** Stable machine-readable code for the client; default that of the class. */
  readonly code?: string | undefined;
  /** Fields for the answer. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Further members of the answer's body. */
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
  /** Why, for logs and listeners; never sent. */
  readonly cause?: unknown;
}

/** Everything an error is made of. */
export interface HttpErrorInit extends HttpErrorOptions {
  /** 400 to 599. */
  readonly status: number;
  readonly code: string;
  /** Text for the client: nothing secret, and never which half of a credential was wrong. */
  readonly detail: string;
}

/**
 * An error that is an answer: thrown anywhere, it reaches the client as its status, code and text.
 *
 * *Use when* none of the classes below has the status; `catch` sites ask `instanceof HttpError`.
 * It carries no challenge: which challenges belong to a 401 is known to the guard alone.
 *
 * 405, 407 and 426 are not valid without their field. Given without it, as by a framework that
 * knows a status only, they become 400: an error must not turn into another one on its way out.
 *
 * @throws {RangeError} when the status is not 400 to 599
 * @example
 * ```ts
 * import { HttpError } from 'doorward/http';
 *
 * const error = new HttpError({ status: 402, code: 'plan_expired', detail: 'Renew your plan.' });
 * error.message; // => 'Renew your plan.'
 * ```
 */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly extensions?: Readonly<Record<string, unknown>>;

  constructor({ status, code, detail, headers, extensions, cause }: HttpErrorInit) {
    super(detail, cause === undefined ? undefined : { cause });
    if (!Number.isInteger(status) || status < 400 || status > 599) {
      throw new RangeError('an error has a status from 400 to 599');
    }
    this.name = new.target.name;
    this.status = sendable(status, headers);
    this.code = code;
    this.detail = detail;
    if (headers !== undefined) this.headers = headers;
    if (extensions !== undefined) this.extensions = extensions;
  }
}

/** The status, or the general one of its kind when the field it requires is missing. */
function sendable(status: number, headers: HttpErrorOptions['headers']): number {
  const info = statusInfo(status);
  // The challenges of a 401 are added where the answer is made.
  if (info === undefined || status === 401) return status;
  return missingField(info, new Headers(headers)) === undefined ? status : 400;
}

/** The row of the table, with whatever the maker said instead. */
export function errorInit(
  code: ErrorCode,
  detail: string | undefined,
  options: HttpErrorOptions | undefined,
): HttpErrorInit {
  const row = errorCodes[code];
  return {
    ...options,
    status: row.status,
    code: options?.code ?? code,
    detail: detail ?? row.detail,
  };
}

/** Options with a field added; what the maker gave stays. */
export function withHeader(
  options: HttpErrorOptions | undefined,
  name: string,
  value: string | undefined,
): HttpErrorOptions | undefined {
  if (value === undefined) return options;
  return { ...options, headers: { ...options?.headers, [name]: value } };
}

/** Options with a member of the body added; what the maker gave stays. */
export function withExtension(
  options: HttpErrorOptions | undefined,
  name: string,
  value: unknown,
): HttpErrorOptions {
  return { ...options, extensions: { ...options?.extensions, [name]: value } };
}
