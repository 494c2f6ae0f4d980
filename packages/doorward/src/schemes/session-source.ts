import type { Awaitable } from '../core/auth-request.ts';

/** A session that is alive, of an account that is active. */
export interface SessionMatch<User> {
  readonly user: User;
  /** Public id of the session; never the secret in the cookie. */
  readonly credential: string;
  /** When the user signed in, or last proved again who they are. */
  readonly at: Date;
  /** How it was proved, in the words of RFC 8176. */
  readonly methods: readonly string[];
}

/**
 * Where sessions are known.
 *
 * *Use when* a scheme reads a session cookie and must not know how sessions are kept. Throws
 * `Unavailable` when it cannot answer.
 */
export interface SessionSource<User> {
  /** Undefined: no such session, ended, expired, or its account is inactive. */
  find(sessionId: string, now: Date): Awaitable<SessionMatch<User> | undefined>;
}
