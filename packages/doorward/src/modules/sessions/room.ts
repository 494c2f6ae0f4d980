import type { EventStream } from '../../core/events.ts';
import { sha256 } from '../../crypto/digest.ts';
import type { SessionCookie } from './session-cookie.ts';
import { sessionInfo } from './session-info.ts';
import { idLength } from './source.ts';
import type { EndedRow } from './sql.ts';
import type { Moment, SessionStore } from './store.ts';
import type { SessionRow } from './tables.ts';
import type { SessionsOptions, StartedSession } from './types.ts';

/** What the verbs of this module share: the records, the limits, and whom to tell. */
export interface Room {
  readonly store: SessionStore;
  readonly cookie: SessionCookie;
  readonly events: EventStream;
  readonly clock: () => Date;
  readonly limits: Limits;
}

/** How long sessions live and how many there may be. */
export interface Limits {
  readonly idleMs: number;
  readonly absoluteMs: number;
  readonly perUser: number;
}

/** The limits of some options. @throws RangeError when one is not positive. */
export function limitsOf(options: SessionsOptions): Limits {
  const { idleSeconds = 86_400, absoluteSeconds = 2_592_000, maxPerUser = 50 } = options;
  if (!(idleSeconds > 0) || !(absoluteSeconds > 0)) {
    throw new RangeError('sessions: idleSeconds and absoluteSeconds are more than 0');
  }
  if (!Number.isSafeInteger(maxPerUser) || maxPerUser < 1) {
    throw new RangeError('sessions: maxPerUser is a whole number, 1 or more');
  }
  return { idleMs: idleSeconds * 1_000, absoluteMs: absoluteSeconds * 1_000, perUser: maxPerUser };
}

/** What a moment means for the age of sessions. */
export function momentOf({ limits }: Room, now: Date): Moment {
  return { now: now.getTime(), idle: now.getTime() - limits.idleMs };
}

/** Digest of an id; what cannot be an id of ours has none and is not looked for. */
export function digestOf(id: string | undefined): string | undefined {
  return id?.length === idLength ? sha256(id) : undefined;
}

/** A session with the secret that its browser is given. */
export function handedOver(
  { cookie }: Room,
  id: string,
  row: SessionRow,
  now: Date,
): StartedSession {
  const lasts = Math.max(0, Math.floor((row.expires_at - now.getTime()) / 1_000));
  const maxAge = row.remembered === 1 ? lasts : undefined;
  return { id, cookie: cookie.set(id, maxAge), session: sessionInfo(row) };
}

/** Ends a session by its secret id and tells of it. */
export async function ended(
  room: Room,
  id: string,
  reason: string,
  now: Date,
): Promise<EndedRow | undefined> {
  const digest = digestOf(id);
  const row = digest === undefined ? undefined : await room.store.end(digest);
  if (row !== undefined) await tellEnd(room, row, reason, now);
  return row;
}

/** Tells that a session has ended. */
export function tellEnd({ events }: Room, row: EndedRow, reason: string, at: Date): Promise<void> {
  const data = { session: row.public_id };
  return events.emit({ name: 'session.ended', at, userId: row.user_id, reason, data });
}
