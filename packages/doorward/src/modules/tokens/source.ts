import { sha256 } from '../../crypto/digest.ts';
import type { TokenFailure, TokenMatch, TokenSource } from '../../schemes/token-source.ts';
import type { WriteBehind } from '../../storage/write-behind.ts';
import { type User, userFromRow } from '../accounts/index.ts';
import type { FoundRow } from './sql.ts';
import type { TokenStore } from './store.ts';
import type { TokenFormat } from './token-text.ts';

/** Options of {@link tokenSource}. */
export interface TokenSourceOptions {
  readonly store: Pick<TokenStore, 'find'>;
  readonly format: Pick<TokenFormat, 'isPlausible'>;
  /** Takes what was last used, to be written later. */
  readonly used: Pick<WriteBehind<string, number>, 'set'>;
  /** How far the time of the last use may lag behind. */
  readonly lagMs: number;
  readonly endedByPasswordChange: boolean;
}

const inactive: TokenFailure = Object.freeze({ failed: true, reason: 'inactive' });
const expired: TokenFailure = Object.freeze({ failed: true, reason: 'expired' });
const voided: TokenFailure = Object.freeze({ failed: true, reason: 'password_changed' });

/**
 * Finds tokens for the scheme: one query for token and user, none for what cannot be a token of
 * ours, and nothing written before the answer.
 */
export function tokenSource(options: TokenSourceOptions): TokenSource<User> {
  const { store, format, used, lagMs, endedByPasswordChange } = options;

  async function find(
    token: string,
    now: Date,
  ): Promise<TokenMatch<User> | TokenFailure | undefined> {
    if (!format.isPlausible(token)) return undefined;
    const digest = sha256(token);
    const row = await store.find(digest);
    if (row === undefined) return undefined;
    const time = now.getTime();
    if (row.user_is_active !== 1) return inactive;
    if (row.expires_at !== null && time >= row.expires_at) return expired;
    if (endedByPasswordChange && row.credential_version !== row.user_credential_version) {
      return voided;
    }
    if (row.last_used_at === null || time >= row.last_used_at + lagMs) used.set(digest, time);
    return matchOf(row);
  }

  return { find };
}

function matchOf(row: FoundRow): TokenMatch<User> {
  const user = userFromRow(row);
  const { id: credential, scopes, proved_at } = row;
  if (scopes === null && proved_at === null) return { user, credential };
  return {
    user,
    credential,
    ...(scopes === null ? undefined : { scopes: scopesOf(scopes) }),
    ...(proved_at === null ? undefined : { at: new Date(proved_at) }),
  };
}

/** The column holds scopes separated by blanks. */
export function scopesOf(column: string): ReadonlySet<string> {
  return new Set(column === '' ? [] : column.split(' '));
}
