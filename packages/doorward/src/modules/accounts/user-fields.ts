import { ValidationError } from '../../http/errors.ts';
import { UniqueViolation } from '../../storage/errors.ts';
import { isLongerThan } from './characters.ts';
import { emailAddress } from './email.ts';
import { loginKey, normalizedUsername, usernameFlaws } from './login-name.ts';
import type { UserChanges } from './store.ts';

/** What is said of a user when the account is made or changed. */
export interface UserFields {
  /** 1 to 150 letters, digits and `@ . + - _`; unique without regard to case. */
  readonly username: string;
  /** One address, or empty. Unique. Default: empty. */
  readonly email?: string;
  /** At most 150 characters. Default: empty. */
  readonly firstName?: string;
  /** At most 150 characters. Default: empty. */
  readonly lastName?: string;
  /** Default: false. */
  readonly isStaff?: boolean;
  /** Default: false. */
  readonly isSuperuser?: boolean;
}

/** Messages by the field's name on the wire. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** Fields as they are stored, and what is wrong with them. */
export interface CheckedFields<Fields extends Partial<UserFields>> {
  readonly values: UserChanges &
    (Fields extends { username: string } ? { username: string; usernameKey: string } : unknown);
  readonly errors: FieldErrors;
}

const mostNameCharacters = 150;

/** Normalises the fields that are given and collects all that is wrong with them. */
export function checkFields<Fields extends Partial<UserFields>>(
  fields: Fields,
): CheckedFields<Fields> {
  const errors: Record<string, readonly string[]> = {};
  const note = (field: string, flaws: readonly string[]) => {
    if (flaws.length > 0) errors[field] = flaws;
  };
  const { username, email, firstName, lastName, isStaff, isSuperuser } = fields;
  const values: { -readonly [Name in keyof UserChanges]: UserChanges[Name] } = {};
  if (username !== undefined) {
    values.username = normalizedUsername(username);
    values.usernameKey = loginKey(values.username) ?? '';
    note('username', usernameFlaws(values.username));
  }
  if (email !== undefined) {
    const address = emailAddress(email);
    const none = email.trim() === '';
    values.email = address?.address ?? '';
    values.emailKey = address?.key ?? null;
    note('email', none || address !== undefined ? [] : ['Enter a valid email address.']);
  }
  if (firstName !== undefined) {
    values.firstName = firstName.trim();
    note('first_name', nameFlaws(values.firstName));
  }
  if (lastName !== undefined) {
    values.lastName = lastName.trim();
    note('last_name', nameFlaws(values.lastName));
  }
  if (isStaff !== undefined) values.isStaff = isStaff;
  if (isSuperuser !== undefined) values.isSuperuser = isSuperuser;
  return { values: values as CheckedFields<Fields>['values'], errors };
}

function nameFlaws(name: string): readonly string[] {
  if (!name.isWellFormed()) return ['Not a valid string.'];
  if (name.includes('\0')) return ['Null characters are not allowed.'];
  return isLongerThan(name, mostNameCharacters)
    ? [`Ensure this field has no more than ${mostNameCharacters} characters.`]
    : [];
}

/** @throws ValidationError when anything is wrong. */
export function refuseErrors(errors: FieldErrors): void {
  if (Object.keys(errors).length > 0) throw new ValidationError({ ...errors });
}

/**
 * The answer to a claim that came second. Of an address it does not say that somebody has it;
 * what registers strangers must not even show this, and writes to the address instead.
 */
export function refusalOfClaim(error: unknown): unknown {
  if (!(error instanceof UniqueViolation)) return error;
  const { columns } = error;
  const errors = columns.includes('email_key')
    ? { email: ['This email address cannot be used.'] }
    : columns.includes('id')
      ? { id: ['A user with that id already exists.'] }
      : { username: ['A user with that username already exists.'] };
  return new ValidationError(errors, { cause: error });
}
