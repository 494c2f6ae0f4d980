import { formatHttpDate, parseHttpDate } from './http-date.ts';

/**
 * Writes a `Retry-After` value: seconds are rounded up and never negative, a date is written as
 * IMF-fixdate, rounded up to a whole second and never before `now`. So a client that obeys is
 * never early.
 *
 * *Use when* setting the field by hand; the response classes take `retryAfter` instead.
 *
 * @throws {TypeError} when the number is not finite or the date is invalid
 * @see RFC 9110 §10.2.3
 * @example
 * ```ts
 * import { retryAfterValue } from 'doorward/http';
 *
 * retryAfterValue(1.2); // => '2'
 * const now = new Date('2026-01-01T00:00:00Z');
 * retryAfterValue(new Date('2026-01-01T00:01:00Z'), now); // => 'Thu, 01 Jan 2026 00:01:00 GMT'
 * ```
 */
export function retryAfterValue(secondsOrDate: number | Date, now: Date = new Date()): string {
  if (secondsOrDate instanceof Date) {
    const latest = Math.max(secondsOrDate.getTime(), now.getTime());
    return formatHttpDate(new Date(Math.ceil(latest / 1000) * 1000));
  }
  if (!Number.isFinite(secondsOrDate) || secondsOrDate > Number.MAX_SAFE_INTEGER) {
    throw new TypeError('Retry-After needs a finite number of seconds or a Date');
  }
  return String(Math.max(0, Math.ceil(secondsOrDate)));
}

/**
 * Reads a `Retry-After` value as seconds from `now`, rounded up; `undefined` when it is neither a
 * number nor a date. A date in the past is 0.
 *
 * *Use when* calling another server that may say when to come back. Bound the result before
 * waiting that long: the peer chose it.
 *
 * @see RFC 9110 §10.2.3
 * @example
 * ```ts
 * import { parseRetryAfter } from 'doorward/http';
 *
 * parseRetryAfter('120'); // => 120
 * parseRetryAfter('soon'); // => undefined
 * ```
 */
export function parseRetryAfter(value: string, now: Date = new Date()): number | undefined {
  const text = value.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
  const date = parseHttpDate(text, now);
  return date && Math.max(0, Math.ceil((date.getTime() - now.getTime()) / 1000));
}
