import { type AuthEvent, type EventStream, eventStream } from '../../core/events.ts';
import { passwordHashes } from '../../crypto/password-hashes.ts';
import { scrypt } from '../../crypto/scrypt.ts';
import type { Database } from '../../storage/database.ts';
import { type FakeClock, fakeClock } from '../../testing/clock.ts';
import { temporaryDatabase } from '../../testing/database.ts';
import { type Accounts, accounts, accountsStore, type User } from '../accounts/index.ts';
import { tokenStore } from './store.ts';
import { tokens } from './tokens.ts';
import type { Tokens, TokensOptions } from './types.ts';

/** Accounts and tokens in a database file of their own, with everything told in view. */
export interface Desk {
  readonly database: Database;
  /** For opening the database once more. */
  readonly url: string;
  readonly accounts: Accounts;
  readonly tokens: Tokens;
  readonly clock: FakeClock;
  readonly stream: EventStream;
  readonly events: AuthEvent[];
  /** A new user without a password. */
  user(name?: string): Promise<User>;
  /** Tokens over the same records, with other options. */
  open(options: Partial<TokensOptions>): Tokens;
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
export async function openDesk(options: Partial<TokensOptions> = {}): Promise<Desk> {
  const temporary = await temporaryDatabase([accountsStore(), tokenStore()]);
  const { database, url } = temporary;
  const clock = fakeClock();
  const stream = eventStream({
    onError: (error) => {
      throw error;
    },
  });
  const events: AuthEvent[] = [];
  stream.on('*', (event) => void events.push(event));
  const people = accounts({ database, hashes: unusedHashes, events: stream, clock: clock.now });
  const open = (more: Partial<TokensOptions>) =>
    tokens({ database, events: stream, clock: clock.now, ...more });
  const desk = open(options);
  return {
    database,
    url,
    accounts: people,
    tokens: desk,
    clock,
    stream,
    events,
    user: (username = 'alice') => people.create({ username }),
    open,
    async [Symbol.asyncDispose]() {
      await desk.close();
      await temporary[Symbol.asyncDispose]();
    },
  };
}
