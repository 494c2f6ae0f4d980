import type { Awaitable } from '../core/auth-request.ts';

/** A token that is good. */
export interface TokenMatch<User> {
  readonly user: User;
  /** Public id of the stored token; never the token. */
  readonly credential: string;
  /** What the token is good for; absent when it is good for everything its user may do. */
  readonly scopes?: ReadonlySet<string>;
  /** When the user proved who they are to get it. Absent: unknown, and so never fresh. */
  readonly at?: Date;
}

/** A token the source knows to be bad. */
export interface TokenFailure {
  readonly failed: true;
  /** For listeners: `expired`, `inactive`, `unknown`. */
  readonly reason: string;
}

/**
 * Where tokens are known.
 *
 * *Use when* a scheme takes opaque tokens and must not know how they are kept. Throws
 * `Unavailable` when it cannot answer.
 */
export interface TokenSource<User> {
  /** Undefined: never seen here. Still a rejection, unless the scheme passes unknown tokens on. */
  find(token: string, now: Date): Awaitable<TokenMatch<User> | TokenFailure | undefined>;
}
