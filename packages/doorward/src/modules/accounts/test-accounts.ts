import type { Compilable, Kysely } from 'kysely';
import type { AuthRequest } from '../../core/auth-request.ts';
import { type AuthEvent, type EventStream, eventStream } from '../../core/events.ts';
import { argon2id } from '../../crypto/argon2id.ts';
import type { HashJob } from '../../crypto/hash-jobs.ts';
import { type HashPool, hashPool } from '../../crypto/hash-pool.ts';
import { type PasswordHashes, passwordHashes } from '../../crypto/password-hashes.ts';
import { scrypt } from '../../crypto/scrypt.ts';
import type { Database, Prepared, Queries } from '../../storage/database.ts';
import { type FakeClock, fakeClock } from '../../testing/clock.ts';
import { memoryDatabase } from '../../testing/database.ts';
import { type Accounts, type AccountsOptions, accounts } from './accounts.ts';
import { accountsStore } from './sql.ts';

/** Accounts in a database of their own, with everything that happens to them in view. */
export interface Desk {
  readonly accounts: Accounts;
  readonly database: Database;
  readonly hashes: PasswordHashes;
  readonly clock: FakeClock;
  readonly eventStream: EventStream;
  /** All events so far. */
  readonly events: AuthEvent[];
  /** All hashes computed so far. */
  readonly jobs: HashJob[];
  /** How many statements ran so far. */
  readonly statements: () => number;
  [Symbol.asyncDispose](): Promise<void>;
}

const pool: HashPool = hashPool({ workers: 2, maxQueueSeconds: 60 });

/** The quickest parameters that are allowed. */
const quick = { memory: 7168, passes: 5 };

/** Ways of storing passwords that count their work. */
export function countedHashes(jobs: HashJob[], parameters: object = quick): PasswordHashes {
  const counted: HashPool = {
    ...pool,
    run(job) {
      jobs.push(job);
      return pool.run(job);
    },
  };
  return passwordHashes({
    preferred: argon2id({ pool: counted, ...parameters }),
    accepted: [scrypt({ pool: counted })],
  });
}

/** Opens accounts for one test; use with `await using`. */
export async function openDesk(options: Partial<AccountsOptions> = {}): Promise<Desk> {
  const database = await memoryDatabase([accountsStore(options.ids ? { ids: options.ids } : {})]);
  const jobs: HashJob[] = [];
  const hashes = options.hashes ?? countedHashes(jobs);
  const clock = fakeClock();
  const stream = eventStream();
  const events: AuthEvent[] = [];
  stream.on('*', (event) => void events.push(event));
  let count = 0;
  const counted = countedDatabase(database, () => {
    count += 1;
  });
  return {
    accounts: accounts({
      hashes,
      events: stream,
      clock: clock.now,
      rules: [],
      ...options,
      database: counted,
    }),
    database,
    hashes,
    clock,
    eventStream: stream,
    events,
    jobs,
    statements: () => count,
    async [Symbol.asyncDispose]() {
      await database.close();
    },
  };
}

/** The same database, telling of each prepared statement that runs. */
function countedDatabase(database: Database, onStatement: () => void): Database {
  function counted<Args, Row>(statement: Prepared<Args, Row>): Prepared<Args, Row> {
    const noting =
      <Result>(run: (args: Args) => Promise<Result>) =>
      (args: Args) => {
        onStatement();
        return run(args);
      };
    return {
      first: noting(statement.first),
      all: noting(statement.all),
      run: noting(statement.run),
    };
  }
  return {
    ...database,
    tables<Tables>(): Queries<Tables> {
      const { kysely, prepare } = database.tables<Tables>();
      return {
        kysely,
        prepare: <Row, Args>(build: (db: Kysely<Tables>, arg: Args) => Compilable<Row>) =>
          counted(prepare(build)),
      };
    },
  };
}

/** A request from 192.0.2.1 at the start of the fake clock. */
export const someRequest: AuthRequest = {
  request: { method: 'GET', url: '/', headers: new Headers() },
  client: { address: '192.0.2.1', peer: '192.0.2.1', secure: true },
  now: new Date('2026-01-01T00:00:00Z'),
};

/** A password that every rule lets pass. */
export const goodPassword = 'four olives on a plate';
