import { UnstorableText } from './errors.ts';

/** What an engine binds. */
export type Parameter = string | number | bigint | null | Uint8Array;

/**
 * Turns a JavaScript value into one that every engine stores alike.
 *
 * @throws TypeError for what has no such form (a `Date`, `NaN`, an object): a programming error.
 * @throws UnstorableText for text with NUL or an unpaired surrogate.
 */
export function toParameter(value: unknown): Parameter {
  if (typeof value === 'string') {
    if (!value.isWellFormed() || value.includes('\0')) throw new UnstorableText();
    return value;
  }
  if (typeof value === 'number') {
    // SQLite would bind NaN as NULL.
    if (!Number.isFinite(value)) throw new TypeError(`cannot store ${value}`);
    return value;
  }
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === undefined || value === null) return null;
  if (typeof value === 'bigint' || value instanceof Uint8Array) return value;
  throw new TypeError(
    value instanceof Date
      ? 'cannot store a Date: times are integer milliseconds, use date.getTime()'
      : `cannot store a value of type ${typeof value}`,
  );
}
