import { constantTimeEqual } from '../crypto/constant-time.ts';
import { sha256 } from '../crypto/digest.ts';

/** A user that is nothing but a name. */
export interface FixedUser {
  readonly username: string;
}

/**
 * Checks passwords against a fixed list of users, each given as name and password.
 *
 * *Use when* one or two people guard a page with Basic and there is no database. The passwords
 * stand in your configuration, so make them long and random. Every entry is looked at for every
 * question, and digests are compared, so the time tells nothing.
 *
 * @throws TypeError when the list or a password is empty, or a name has a colon.
 *
 * @example
 * ```ts
 * import { fixedUsers } from 'doorward/schemes';
 *
 * const verify = fixedUsers({ admin: 'a long and secret phrase' });
 * verify('admin', 'a long and secret phrase'); // => { username: 'admin' }
 * verify('admin', 'a guess'); // => undefined
 * ```
 */
export function fixedUsers(
  passwords: Readonly<Record<string, string>>,
): (username: string, password: string) => FixedUser | undefined {
  const users = Object.entries(passwords).map(([username, password]) => {
    if (password === '') throw new TypeError(`${username} has an empty password; give it one.`);
    if (username.includes(':')) {
      throw new TypeError(`${username} has a colon, which Basic cannot send; take another name.`);
    }
    return { user: Object.freeze({ username }), proof: proofOf(username, password) };
  });
  if (users.length === 0) throw new TypeError('fixedUsers needs one user at least.');
  return (username, password) => {
    const offered = proofOf(username, password);
    let found: FixedUser | undefined;
    for (const { user, proof } of users) {
      if (constantTimeEqual(proof, offered)) found = user;
    }
    return found;
  };
}

/** JSON keeps the two apart, and strange characters as they are. */
function proofOf(username: string, password: string): string {
  return sha256(JSON.stringify([username, password]));
}
