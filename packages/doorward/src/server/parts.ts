import { existsSync } from 'node:fs';
import { type EventStream, eventStream } from '../core/events.ts';
import { listeners, stores } from '../core/extension-points.ts';
import type { Module } from '../core/module.ts';
import { type Argon2idOptions, argon2id } from '../crypto/argon2id.ts';
import { type HashPool, hashPool } from '../crypto/hash-pool.ts';
import { type Keyring, keyring } from '../crypto/keyring.ts';
import { type PasswordHashes, passwordHashes } from '../crypto/password-hashes.ts';
import { djangoPasswordHashes } from '../django/password-hashes.ts';
import {
  type Accounts,
  accounts,
  minimumLength,
  noContextWords,
  notCommon,
  notNumeric,
  notSimilar,
  type PasswordRule,
} from '../modules/accounts/index.ts';
import { type Audit, audit } from '../modules/audit/index.ts';
import { type Sessions, sessions } from '../modules/sessions/index.ts';
import { type Tickets, tickets } from '../modules/tickets/index.ts';
import { type Tokens, tokens } from '../modules/tokens/index.ts';
import type { Database } from '../storage/database.ts';
import { assertSchema, migrate, type Step } from '../storage/migrate.ts';
import { openDatabase } from '../storage/open-database.ts';
import { ConfigurationError, inFolder, type Settings } from './config.ts';
import type { Log } from './logs.ts';
import { makeFolderOf } from './own-folder.ts';
import { readSecrets } from './secrets.ts';

/** Everything behind the doors of one server: the records, the modules, the secrets. */
export interface Parts {
  readonly settings: Settings;
  readonly database: Database;
  readonly keyring: Keyring;
  readonly events: EventStream;
  readonly hashes: PasswordHashes;
  readonly pool: HashPool;
  readonly tickets: Tickets;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly audit: Audit;
  readonly modules: readonly Module[];
  readonly clock: () => Date;
  /** Writes what waits to be written and closes everything. */
  close(): Promise<void>;
}

/** Options of {@link openParts}. */
export interface OpenPartsOptions {
  readonly log: Log;
  /** Default: the machine's clock. */
  readonly clock?: () => Date;
  /**
   * `when-new`: a database that is made now gets its tables, an older one has to have them.
   * `yes`: whatever is wanting is done. Default: `when-new`.
   */
  readonly migrate?: 'when-new' | 'yes';
  /** Told of each step of the schema that was done. */
  readonly progress?: (step: Step) => void;
}

/**
 * Opens the records and builds the modules over them.
 *
 * *Use when* a program of your own wants the same accounts as `doorward serve`.
 *
 * @throws ConfigurationError for secrets; DatabaseRefused when the database is not usable, older
 *   or newer than this program.
 */
export async function openParts(settings: Settings, options: OpenPartsOptions): Promise<Parts> {
  const { log, clock = () => new Date(), migrate: when = 'when-new' } = options;
  const ring = keyring(readSecrets(settings));
  const { url, isNew } = databaseOf(settings);
  const database = await openDatabase(url).catch(refuseUrl);
  try {
    const built = build(settings, database, ring, log, clock);
    const definitions = stores.from(built.modules);
    if (when === 'yes' || isNew) {
      await migrate(database, definitions, {
        now: clock,
        ...(options.progress && { progress: options.progress }),
      });
    }
    await assertSchema(database, definitions);
    return built;
  } catch (error) {
    await database.close();
    throw error;
  }
}

function build(
  settings: Settings,
  database: Database,
  ring: Keyring,
  log: Log,
  clock: () => Date,
): Parts {
  const events = eventStream({
    onError: (error, { name }) => log('error', 'listener.failed', { name, error: String(error) }),
  });
  const pool = poolOf(settings, log);
  const hashes = hashesOf(settings, pool, log);
  const secure = settings.origin.startsWith('https:');
  const common = { database, events, clock };
  const door = tickets(common);
  const people = accounts({
    ...common,
    hashes,
    rules: rulesOf(settings),
  });
  const signedIn = sessions({
    ...common,
    ...settings.session,
    accounts: people,
    cookie: { secure },
  });
  const keys = tokens(common);
  const diary = audit(common);
  const modules = [door, people, signedIn, keys, diary].map(({ module }) => module);
  for (const { name, listener } of listeners.from(modules)) events.on(name, listener);
  return {
    settings,
    database,
    keyring: ring,
    events,
    hashes,
    pool,
    tickets: door,
    accounts: people,
    sessions: signedIn,
    tokens: keys,
    audit: diary,
    modules,
    clock,
    async close() {
      await signedIn.close();
      await keys.close();
      await pool.close();
      await database.close();
    },
  };
}

function poolOf({ passwords }: Settings, log: Log): HashPool {
  return hashPool({
    ...(passwords.workers === undefined ? undefined : { workers: passwords.workers }),
    onError: (error) => log('error', 'hash-thread.ended', { error: error.message }),
  });
}

function hashesOf({ passwords }: Settings, pool: HashPool, log: Log): PasswordHashes {
  const cost: Argon2idOptions = {
    memory: passwords.memory,
    passes: passwords.passes,
    lanes: passwords.lanes,
    pool,
  };
  return passwordHashes({
    preferred: argon2id(cost),
    accepted: djangoPasswordHashes({ pool }),
    onCorrupted: ({ format }) => log('warn', 'password-hash.corrupted', { format }),
  });
}

/** NIST's and the ASVS's rules: length, known passwords and the site's own words; no composition. */
function rulesOf({ passwords, siteName, origin }: Settings): readonly PasswordRule[] {
  return [
    minimumLength(passwords.minimumLength),
    notSimilar(),
    notCommon(),
    notNumeric(),
    noContextWords({ words: [siteName, new URL(origin).hostname] }),
  ];
}

/** An address that no engine knows is a wrong setting; the rest is for the storage room to say. */
function refuseUrl(error: unknown): never {
  if (!(error instanceof TypeError)) throw error;
  throw new ConfigurationError(`The setting databaseUrl: ${error.message}.`);
}

function databaseOf({ databaseUrl, folder }: Settings): { url: string; isNew: boolean } {
  if (!databaseUrl.startsWith('file:') || databaseUrl === 'file::memory:') {
    return { url: databaseUrl, isNew: databaseUrl === 'file::memory:' };
  }
  const file = inFolder(folder, databaseUrl.slice('file:'.length));
  makeFolderOf(file);
  return { url: `file:${file}`, isNew: !existsSync(file) };
}
