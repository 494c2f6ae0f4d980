import type { Database } from '../../storage/database.ts';
import { digestOf, ended, handedOver, momentOf, type Room } from './room.ts';
import { aboutSession, begin, tellBeginning } from './start.ts';
import type { Sessions, SessionsOptions, SignIn, StartedSession } from './types.ts';

/** The one way in, and the way out, for every method of signing in. */
export function signing(
  room: Room,
  { database, accounts }: { database: Database; accounts: SessionsOptions['accounts'] },
): Pick<Sessions, 'signIn' | 'signOut'> {
  async function signIn(given: SignIn): Promise<StartedSession> {
    const { user, client, now = room.clock() } = given;
    const same = await sameSession(room, given, now);
    const beginning = await database.transaction(async () => {
      const options = { ...given, address: client.address };
      const begun = same === undefined ? await begin(room, user, options, now) : undefined;
      await accounts.recordLogin(user, now);
      return begun;
    });
    if (beginning !== undefined) await tellBeginning(room, user, beginning, now);
    const started = (same ?? beginning?.started) as StartedSession;
    const event = aboutSession('sign-in.succeeded', user, started, now);
    const { address } = client;
    await room.events.emit(address === undefined ? event : { ...event, address });
    return started;
  }

  return {
    signIn,
    async signOut(id, client) {
      const now = room.clock();
      const row = await ended(room, id, 'sign_out', now);
      if (row === undefined) return false;
      const data = { session: row.public_id };
      const event = { name: 'sign-out', at: now, userId: row.user_id, data };
      const address = client?.address;
      await room.events.emit(address === undefined ? event : { ...event, address });
      return true;
    },
  };
}

/** The session that goes on under its old id where that is wanted: live, and of the same user. */
async function sameSession(
  room: Room,
  { user, replaces, repeatedLogin = 'rotate' }: SignIn,
  now: Date,
): Promise<StartedSession | undefined> {
  const digest = digestOf(replaces);
  if (repeatedLogin === 'rotate' || replaces === undefined || digest === undefined) {
    return undefined;
  }
  const live = await room.store.list(user.id, momentOf(room, now));
  const row = live.find((one) => one.digest === digest);
  return row?.credential_version === user.credentialVersion
    ? handedOver(room, replaces, row, now)
    : undefined;
}
