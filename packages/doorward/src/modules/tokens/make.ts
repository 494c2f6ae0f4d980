import type { EventStream } from '../../core/events.ts';
import { sha256 } from '../../crypto/digest.ts';
import { randomToken } from '../../crypto/random.ts';
import { AuthenticationFailed, PermissionDenied } from '../../http/errors.ts';
import type { User } from '../accounts/index.ts';
import type { RevokedRow } from './sql.ts';
import type { TokenStore, NewToken as TokenToKeep } from './store.ts';
import type { TokenRow } from './tables.ts';
import { tokenInfo } from './token-info.ts';
import type { TokenFormat } from './token-text.ts';
import type { NewToken, NewTokenOptions } from './types.ts';

const longestName = 100;
const longestScopes = 1_000;

/** What the verbs of this module share. */
export interface Room {
  readonly store: TokenStore;
  readonly format: TokenFormat;
  readonly events: EventStream;
  readonly clock: () => Date;
  readonly limit: number;
}

/** Makes and keeps a token, then tells of it and of those it took the place of. */
export async function make(
  room: Room,
  user: User,
  options: NewTokenOptions,
  way: TokenToKeep['room'],
): Promise<NewToken> {
  const { store, format, events, clock, limit } = room;
  const now = clock();
  const token = options.oldFormat === true ? format.makeOld() : format.make();
  const row = rowOf(room, token, user, options, now);
  const kept = await store.keep({ row, limit, room: way });
  if (!kept.kept) throw kept.because === 'user' ? new AuthenticationFailed() : tooMany();
  for (const revoked of kept.revoked) await tellRevoked(events, revoked, now);
  const data = { token: row.id, token_name: row.name };
  await events.emit({ name: 'token.created', at: now, userId: user.id, user, data });
  return { token, record: tokenInfo(row) };
}

/** Tells that a token was revoked. */
export function tellRevoked(events: EventStream, row: RevokedRow, at: Date): Promise<void> {
  const data = { token: row.id, token_name: row.name };
  return events.emit({ name: 'token.revoked', at, userId: row.user_id, data });
}

function rowOf(
  { format }: Room,
  token: string,
  user: User,
  { name, expiresAt, scopes, provedAt }: NewTokenOptions,
  now: Date,
): TokenRow {
  return {
    digest: sha256(token),
    id: randomToken(16),
    user_id: user.id,
    credential_version: user.credentialVersion,
    prefix: format.beginning(token),
    name: checkedName(name),
    scopes: scopes === undefined ? null : checkedScopes(scopes),
    created_at: now.getTime(),
    proved_at: provedAt?.getTime() ?? null,
    expires_at: expiresAt === undefined ? null : checkedExpiry(expiresAt, now),
    last_used_at: null,
  };
}

function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > longestName) {
    throw new RangeError(`tokens: a name has 1 to ${longestName} characters`);
  }
  return trimmed;
}

/** RFC 6749 §3.3: printable ASCII but blank, `"` and `\`. */
function checkedScopes(scopes: Iterable<string>): string {
  const words = [...new Set(scopes)];
  const text = words.join(' ');
  if (!words.every((word) => /^[!#-[\]-~]+$/.test(word)) || text.length > longestScopes) {
    throw new RangeError('tokens: scopes are printable words without blanks, " and \\');
  }
  return text;
}

function checkedExpiry(expiresAt: Date, now: Date): number {
  const time = expiresAt.getTime();
  if (!(time > now.getTime())) throw new RangeError('tokens: expiresAt is a moment to come');
  return time;
}

function tooMany(): PermissionDenied {
  return new PermissionDenied('Maximum amount of tokens allowed per user exceeded.', {
    code: 'too_many_tokens',
  });
}
