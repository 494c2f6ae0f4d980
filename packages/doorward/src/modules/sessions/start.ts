import type { AuthEvent } from '../../core/events.ts';
import { sha256 } from '../../crypto/digest.ts';
import { randomToken } from '../../crypto/random.ts';
import { AuthenticationFailed } from '../../http/errors.ts';
import type { User } from '../accounts/index.ts';
import { digestOf, handedOver, momentOf, type Room, tellEnd } from './room.ts';
import type { Begun, Moment } from './store.ts';
import type { SessionRow } from './tables.ts';
import type { StartedSession, StartOptions } from './types.ts';

const longestUserAgent = 200;

/** A session that is kept, but not yet told of. */
export interface Beginning extends Begun {
  readonly started: StartedSession;
}

/** Keeps a new session. @throws AuthenticationFailed when the user is not who they were. */
export async function begin(
  room: Room,
  user: User,
  given: StartOptions,
  now: Date,
): Promise<Beginning> {
  const id = randomToken();
  const row = rowOf(room, sha256(id), user, given, now);
  const begun = await room.store.begin({
    row: { ...row, remembered: row.remembered === 1 },
    replaces: digestOf(given.replaces),
    limit: room.limits.perUser,
  });
  if (begun === undefined) throw new AuthenticationFailed();
  return { ...begun, started: handedOver(room, id, row, now) };
}

function rowOf(
  { limits }: Room,
  digest: string,
  user: User,
  given: StartOptions,
  now: Date,
): SessionRow {
  const time = now.getTime();
  return {
    digest,
    public_id: randomToken(16),
    user_id: user.id,
    credential_version: user.credentialVersion,
    created_at: time,
    last_seen_at: time,
    expires_at: time + limits.absoluteMs,
    methods: given.methods.join(' '),
    address: given.address ?? null,
    user_agent: shortened(given.userAgent),
    remembered: given.remember === true ? 1 : 0,
  };
}

/** Tells of a new session and of those that ended for it. */
export async function tellBeginning(
  room: Room,
  user: User,
  { started, replaced, surplus }: Beginning,
  now: Date,
): Promise<void> {
  if (replaced !== undefined) await tellEnd(room, replaced, 'replaced', now);
  for (const row of surplus) await tellEnd(room, row, 'limit', now);
  await room.events.emit(aboutSession('session.started', user, started, now));
}

/** An event about a user and their session. */
export function aboutSession(
  name: string,
  user: User,
  { session }: StartedSession,
  at: Date,
): AuthEvent {
  const data = { session: session.id, methods: session.methods.join(' ') };
  const event = { name, at, userId: user.id, user, data };
  return session.address === null ? event : { ...event, address: session.address };
}

/**
 * Passes a session to a new secret id; `rename` is the store's verb. Undefined when the store
 * found no session to pass on.
 */
export async function renamed(
  room: Room,
  id: string,
  reason: string,
  rename: (digest: string, renamed: string, moment: Moment) => Promise<SessionRow | undefined>,
): Promise<StartedSession | undefined> {
  const digest = digestOf(id);
  if (digest === undefined) return undefined;
  const now = room.clock();
  const next = randomToken();
  const row = await rename(digest, sha256(next), momentOf(room, now));
  if (row === undefined) return undefined;
  const { user_id: userId, public_id: session } = row;
  await room.events.emit({ name: 'session.rotated', at: now, userId, reason, data: { session } });
  return handedOver(room, next, row, now);
}

/** What a client says of itself, short and without characters that no table can hold. */
function shortened(userAgent: string | null | undefined): string | null {
  if (userAgent === null || userAgent === undefined) return null;
  const text = userAgent.slice(0, longestUserAgent).toWellFormed();
  return text.replaceAll(/\p{Cc}/gu, ' ').trim();
}
