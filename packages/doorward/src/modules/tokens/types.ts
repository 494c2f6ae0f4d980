import type { EventStream } from '../../core/events.ts';
import type { Module } from '../../core/module.ts';
import type { TokenSource } from '../../schemes/token-source.ts';
import type { Database } from '../../storage/database.ts';
import type { AccountsStoreOptions, User, UserId } from '../accounts/index.ts';

/** Options of {@link tokens}. */
export interface TokensOptions {
  readonly database: Database;
  /** Of the accounts module: which ids users have. Default: `integer`. */
  readonly accounts?: AccountsStoreOptions;
  readonly events: EventStream;
  /** Default: the machine's clock. */
  readonly clock?: () => Date;
  /**
   * How tokens begin: letters, digits and `_`, up to 16, with `_` at the end. Tokens made under
   * another prefix are unknown from then on. Default: `dw_`.
   */
  readonly prefix?: string;
  /** Tokens of one user. Default: 100. */
  readonly maxPerUser?: number;
  /**
   * Whether a token is void once its owner's password changes, or the account was deactivated in
   * between. Default: false, since programs rely on it, as with Django REST framework.
   */
  readonly endedByPasswordChange?: boolean;
}

/** What a new token is to be. */
export interface NewTokenOptions {
  /** What it is for, as its owner calls it; 1 to 100 characters. Need not be unique. */
  readonly name: string;
  /** The first moment at which it is worth nothing. Default: never. */
  readonly expiresAt?: Date | undefined;
  /** What it is good for, as words without blanks (RFC 6749 §3.3). Default: everything. */
  readonly scopes?: Iterable<string> | undefined;
  /**
   * When the owner proved who they are to get it, with a password or better. Absent: the token
   * never counts as a fresh sign-in.
   */
  readonly provedAt?: Date | undefined;
  /**
   * Make 40 hexadecimal digits without prefix and checksum, for clients that accept only what
   * Django REST framework made. Default: false.
   */
  readonly oldFormat?: boolean;
  /**
   * What happens at `maxPerUser`. `refuse`: no token is made. `replace`: the oldest token of the
   * same name is revoked, if there is one. Default: `refuse`.
   */
  readonly whenFull?: 'refuse' | 'replace';
}

/** A token as its owner may see it later. */
export interface TokenInfo {
  /** The public id: it names the token and opens nothing. */
  readonly id: string;
  readonly name: string;
  /** The first characters of the token. */
  readonly prefix: string;
  /** Absent when the token is good for everything. */
  readonly scopes?: ReadonlySet<string>;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  /** Up to a minute old; null before the first use. */
  readonly lastUsedAt: Date | null;
}

/** A token with its text, which is shown this once. */
export interface NewToken {
  readonly token: string;
  readonly record: TokenInfo;
}

/** Options of {@link Tokens.clearExpired}. */
export interface ClearExpiredOptions {
  /** Rows deleted by one statement; requests are served between two. Default: 1,000. */
  readonly batch?: number;
  /** Told after each batch how many are gone so far. */
  readonly progress?: (deleted: number) => void;
}

/** The tokens of the users. */
export interface Tokens {
  readonly module: Module;
  /** For the token and bearer schemes. */
  readonly source: TokenSource<User>;
  /**
   * Makes a token. Its text cannot be had again.
   * @throws PermissionDenied (`too_many_tokens`) at the limit; AuthenticationFailed when the user
   *   is not active any more, or their credentials are not those they had when `user` was read;
   *   RangeError for a name, scope or expiry that cannot be.
   */
  create(user: User, options: NewTokenOptions): Promise<NewToken>;
  /**
   * Revokes the user's tokens of that name and makes a new one, as one step: whoever else does it
   * at the same time, one token of the name is left.
   * @throws as `create`
   */
  regenerate(
    user: User,
    name: string,
    options?: Omit<NewTokenOptions, 'name' | 'whenFull'>,
  ): Promise<NewToken>;
  /** Revokes one token by its public id, if it is this user's; whether there was one. */
  revoke(userId: UserId, id: string): Promise<boolean>;
  /** Revokes all of a user's tokens; how many there were. */
  revokeAll(userId: UserId): Promise<number>;
  /** The user's tokens, expired ones included until they are cleared, newest first. */
  list(userId: UserId): Promise<readonly TokenInfo[]>;
  /** One token by its public id, if it is this user's. */
  find(userId: UserId, id: string): Promise<TokenInfo | undefined>;
  /** Deletes the tokens that have expired, in batches; how many there were. Tells no listener. */
  clearExpired(options?: ClearExpiredOptions): Promise<number>;
  /** Writes when tokens were last used. Call it before the database is closed. */
  close(): Promise<void>;
}
