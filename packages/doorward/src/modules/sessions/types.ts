import type { Client, Seconds } from '../../core/auth-request.ts';
import type { EventStream } from '../../core/events.ts';
import type { Module } from '../../core/module.ts';
import type { Switches } from '../../core/switches.ts';
import type { SessionSource } from '../../schemes/session-source.ts';
import type { Database } from '../../storage/database.ts';
import type { User, UserId, UserIds } from '../accounts/index.ts';
import type { AnonymousBindings } from './csrf-binding.ts';
import type { SessionCookieOptions } from './session-cookie.ts';
import type { SessionInfo } from './session-info.ts';

/** What sessions need of the accounts module. */
export interface SessionAccounts {
  /** Which ids users have. Default: `integer`. */
  readonly ids?: UserIds;
  recordLogin(user: Pick<User, 'id'>, at: Date): Promise<void>;
}

/** Options of {@link sessions}. */
export interface SessionsOptions {
  readonly database: Database;
  readonly accounts: SessionAccounts;
  readonly events: EventStream;
  /** Default: the machine's clock. */
  readonly clock?: () => Date;
  /** Away for so long, a session is over. Default: 86,400, a day. */
  readonly idleSeconds?: Seconds;
  /** A session is over after so long, however busy it is. Default: 2,592,000, 30 days. */
  readonly absoluteSeconds?: Seconds;
  /** Sessions of one user at once; one more ends the oldest. Default: 50. */
  readonly maxPerUser?: number;
  readonly cookie?: SessionCookieOptions;
}

/** How a session begins. */
export interface StartOptions {
  /** How the user proved who they are, in the words of RFC 8176 (`pwd`, `otp`, `hwk`). */
  readonly methods: readonly string[];
  /** The client's address. Default: unknown. */
  readonly address?: string | undefined;
  /** The `User-Agent` field, of which 200 characters are kept. Default: unknown. */
  readonly userAgent?: string | null | undefined;
  /** Secret id of the session the browser came with, whoever's it was: it ends. */
  readonly replaces?: string | undefined;
  /** Whether the cookie stays when the browser is closed. Default: false. */
  readonly remember?: boolean;
}

/** A session with its secret, which is shown this once. */
export interface StartedSession {
  /** The secret id, for the cookie only. */
  readonly id: string;
  /** The `Set-Cookie` value that hands the id to the browser. */
  readonly cookie: string;
  readonly session: SessionInfo;
}

/** A completed sign-in. */
export interface SignIn extends Omit<StartOptions, 'address'> {
  /** As they were when they proved who they are: a password changed since makes this fail. */
  readonly user: User;
  readonly client: Pick<Client, 'address'>;
  /** Default: the clock's moment. */
  readonly now?: Date;
  /** `keep`: a live session of the same user goes on under its old id. Default: `rotate`. */
  readonly repeatedLogin?: Switches['repeatedLogin'];
}

/** Options of {@link Sessions.clearExpired}. */
export interface ClearExpiredOptions {
  /** Rows deleted by one statement; requests are served between two. Default: 1,000. */
  readonly batch?: number;
  /** Told after each batch how many are gone so far. */
  readonly progress?: (deleted: number) => void;
}

/** The sessions of the users. */
export interface Sessions {
  readonly module: Module;
  /** For the session scheme. */
  readonly source: SessionSource<User>;
  readonly cookieName: string;
  /** What CSRF tokens of pages are bound to, with cookies that fit the session's. */
  readonly bindings: AnonymousBindings;
  /** The `Set-Cookie` value that takes the cookie back; not when a store could not answer. */
  clearCookie(): string;
  /**
   * The one end of every way to sign in: a session with a new id, the log-in noted with the user,
   * the listeners told. Either all of it happens or nothing.
   * @throws AuthenticationFailed as {@link Sessions.start}.
   */
  signIn(signIn: SignIn): Promise<StartedSession>;
  /** Ends the session and tells the listeners; whether there was one. */
  signOut(id: string, client?: Pick<Client, 'address'>): Promise<boolean>;
  /**
   * Begins a session, always under a new id. The replaced one ends in the same transaction.
   * @throws AuthenticationFailed when the user is not active any more, or their credentials are
   *   not those they had when `user` was read.
   */
  start(user: User, options: StartOptions): Promise<StartedSession>;
  /**
   * Gives a live session a new secret id when the user's rights grow; the public id stays. Of
   * many callers with the same id one succeeds; the others, and an id that is not live, get
   * undefined.
   */
  rotate(id: string): Promise<StartedSession | undefined>;
  /**
   * Lets the session in which a password was changed live on, under a new secret id. `user` is
   * the user after the change; the user's other sessions are void by then.
   */
  keep(id: string, user: User): Promise<StartedSession | undefined>;
  /** Ends a session by its secret id; whether there was one. */
  end(id: string, reason?: string): Promise<boolean>;
  /** Ends a session by its public id, if it is this user's; whether there was one. */
  endByPublicId(userId: UserId, publicId: string): Promise<boolean>;
  /** Ends a user's sessions, but the one with the public id `except`; how many there were. */
  endAll(userId: UserId, options?: { readonly except?: string | undefined }): Promise<number>;
  /** The user's live sessions, newest first. */
  list(userId: UserId): Promise<readonly SessionInfo[]>;
  /** Deletes the sessions that are over, in batches; how many there were. Tells no listener. */
  clearExpired(options?: ClearExpiredOptions): Promise<number>;
  /** Writes when sessions were last seen. Call it before the database is closed. */
  close(): Promise<void>;
}
