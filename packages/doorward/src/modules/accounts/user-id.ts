import type { ColumnDataType } from 'kysely';
import type { ColumnTypes } from '../../storage/dialect.ts';

/** A user's id: a whole number, or 22 characters of base64url (128 random bits). */
export type UserId = number | string;

/** Which ids users have: numbers in order of creation, or random text that tells nothing. */
export type UserIds = 'integer' | 'text';

/** The type of a column that refers to `user.id`; other modules' tables use it as well. */
export function userIdColumn(columns: ColumnTypes, ids: UserIds): ColumnDataType {
  return ids === 'integer' ? columns.integer : columns.text;
}

/**
 * The id in the form the tables hold, or undefined for what cannot be one. An engine that does
 * not turn `'7'` into 7 by itself would otherwise call a bad id an error.
 */
export function storedUserId(id: UserId, ids: UserIds): UserId | undefined {
  if (ids === 'text') return typeof id === 'string' && isToken(id) ? id : undefined;
  const number = typeof id === 'number' ? id : isDecimal(id) ? Number(id) : Number.NaN;
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

function isToken(text: string): boolean {
  return text.length <= 64 && /^[\w-]+$/.test(text);
}

function isDecimal(text: string): boolean {
  return text.length <= 16 && /^[1-9][0-9]*$/.test(text);
}
