import { type AuthEvent, eventStream } from '../../core/events.ts';
import { listeners } from '../../core/extension-points.ts';
import { passwordHashes } from '../../crypto/password-hashes.ts';
import { scrypt } from '../../crypto/scrypt.ts';
import type { Database } from '../../storage/database.ts';
import { type FakeClock, fakeClock } from '../../testing/clock.ts';
import { temporaryDatabase } from '../../testing/database.ts';
import { type Accounts, accounts, accountsStore, type User } from '../accounts/index.ts';
import { sessions } from './sessions.ts';
import { sessionStore } from './store.ts';
import type { Sessions, SessionsOptions } from './types.ts';

/** Accounts and sessions in a database file of their own, with everything told in view. */
export interface Desk {
  readonly database: Database;
  /** For opening the database once more. */
  readonly url: string;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly clock: FakeClock;
  readonly events: AuthEvent[];
  /** A new user without a password. */
  user(name?: string): Promise<User>;
  /** Sessions over the same records, with other options. */
  open(options: Partial<SessionsOptions>): Sessions;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Nobody has a password here, so nothing is ever hashed. */
const unusedHashes = passwordHashes({
  preferred: scrypt({
    pool: {
      run: () => Promise.reject(new Error('no test of this folder hashes')),
      close: () => Promise.resolve(),
      stats: () => {
        throw new Error('no test of this folder hashes');
      },
    },
  }),
});

/** Opens a desk; use with `await using`. */
export async function openDesk(options: Partial<SessionsOptions> = {}): Promise<Desk> {
  const temporary = await temporaryDatabase([accountsStore(), sessionStore()]);
  const { database, url } = temporary;
  const clock = fakeClock();
  const stream = eventStream({
    onError: (error) => {
      throw error;
    },
  });
  const people = accounts({ database, hashes: unusedHashes, events: stream, clock: clock.now });
  const open = (more: Partial<SessionsOptions>) =>
    sessions({ database, accounts: people, events: stream, clock: clock.now, ...more });
  const desk = open(options);
  for (const { name, listener } of listeners.from([desk.module])) stream.on(name, listener);
  const events: AuthEvent[] = [];
  stream.on('*', (event) => void events.push(event));
  return {
    database,
    url,
    accounts: people,
    sessions: desk,
    clock,
    events,
    user: (username = 'alice') => people.create({ username }),
    open,
    async [Symbol.asyncDispose]() {
      await desk.close();
      await temporary[Symbol.asyncDispose]();
    },
  };
}

/** The names of events, with their reasons. */
export function namesOf(events: readonly AuthEvent[]): readonly string[] {
  return events.map(({ name, reason }) => (reason === undefined ? name : `${name} ${reason}`));
}
