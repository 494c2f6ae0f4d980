import type { AuthRequest, Awaitable } from '../core/auth-request.ts';

/** A user whose password is right, or was right when it was last looked at. */
export interface PasswordMatch<User> {
  readonly user: User;
  /** Changes whenever the password, the account or its active flag does. Never sent anywhere. */
  readonly version: string;
}

/** A wrong pair. Unknown user, wrong password and inactive account look the same to the client. */
export interface PasswordFailure {
  readonly failed: true;
  /** For listeners only: `unknown_user`, `wrong_password`, `inactive`. */
  readonly reason: string;
}

/**
 * Where user names and passwords are known.
 *
 * *Use when* a scheme or an endpoint checks passwords and must not know how they are kept. Both
 * verbs throw `Unavailable` when they cannot answer.
 */
export interface PasswordSource<User> {
  /** The account as it is now, without looking at a password: one query, active accounts only. */
  current(username: string): Awaitable<PasswordMatch<User> | undefined>;
  /** Checks a pair, with equal work for every kind of no. */
  check(
    username: string,
    password: string,
    request: AuthRequest,
  ): Awaitable<PasswordMatch<User> | PasswordFailure>;
}
