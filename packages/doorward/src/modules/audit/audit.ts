import { setImmediate as breathe } from 'node:timers/promises';
import type { AuthEvent, Listener } from '../../core/events.ts';
import { listeners, stores } from '../../core/extension-points.ts';
import type { Module } from '../../core/module.ts';
import type { Database } from '../../storage/database.ts';
import { type AuditEntry, entryFromRow, entryOf, isAudited } from './entry.ts';
import { type AuditStore, auditStore, type Side } from './store.ts';

const defaultKinds = ['password', 'session', 'sign-in', 'sign-out', 'token', 'user'] as const;
const dayMs = 86_400_000;
/** Entries written between two looks at what has to go; a batch takes out more than came in. */
const writesPerPrune = 500;
const batchSize = 1_000;

/** Options of {@link audit}. */
export interface AuditOptions {
  readonly database: Database;
  /** For the age at which entries go. Default: the machine's clock. */
  readonly clock?: () => Date;
  /**
   * Events that are written, by the first word of their names. Default: `password`, `session`,
   * `sign-in`, `sign-out`, `token`, `user`.
   */
  readonly kinds?: readonly string[];
  /**
   * Most entries kept, give or take a thousand. Failed sign-ins, which anybody can cause, have one
   * half to themselves and never push out the others. Default: 1,000,000.
   */
  readonly maxRows?: number;
  /** Days after which entries go. Default: 90. */
  readonly maxDays?: number;
}

/** Which entries to list. */
export interface AuditQuery {
  /** Of one user. */
  readonly userId?: number | string;
  /** Of one kind of event, by its whole name. */
  readonly name?: string;
  /** At most so many, up to 1,000. Default: 100. */
  readonly limit?: number;
  /** Only what was written before this entry: the `id` of the last one of the page before. */
  readonly before?: number;
}

/** Options of {@link Audit.prune}. */
export interface PruneOptions {
  /** Rows deleted by one statement; requests are served between two. Default: 1,000. */
  readonly batch?: number;
  /** Told after each batch how many are gone so far. */
  readonly progress?: (deleted: number) => void;
}

/** The log of what happened to whom. */
export interface Audit {
  readonly module: Module;
  /** Writes an event, if it is of a kind that is written. The module's listener does this. */
  write(event: AuthEvent): Promise<void>;
  /** The entries asked for, newest first. */
  list(query?: AuditQuery): Promise<readonly AuditEntry[]>;
  /** Deletes everything too old or too much, in batches; how many there were. */
  prune(options?: PruneOptions): Promise<number>;
}

/**
 * Keeps a log of sign-ins, sessions, tokens, users and passwords: who, when, from where, why.
 *
 * *Use when* somebody will one day ask who was let in. It listens to the stream of events and
 * writes named facts only, never a secret, each cut to 200 characters. The log cannot fill the
 * disk: while it is written it is pruned, to `maxRows` and `maxDays`.
 *
 * @example
 * ```ts
 * import { audit, auditStore } from 'doorward/audit';
 * import { migrate, openDatabase } from 'doorward/storage';
 *
 * const database = await openDatabase('file::memory:');
 * await migrate(database, [auditStore]);
 * const log = audit({ database });
 * await log.write({ name: 'sign-in.failed', at: new Date(), reason: 'wrong_password' });
 * (await log.list({ name: 'sign-in.failed' })).length; // => 1
 * await database.close();
 * ```
 */
export function audit(options: AuditOptions): Audit {
  const { database, clock = () => new Date(), maxRows = 1_000_000, maxDays = 90 } = options;
  if (!(maxRows >= 2) || !(maxDays > 0)) {
    throw new RangeError('audit: maxRows is 2 or more, maxDays more than 0');
  }
  const kinds = new Set<string>(options.kinds ?? defaultKinds);
  const store = auditStore.open(database);
  const keep = Math.floor(maxRows / 2);
  const oldest = () => clock().getTime() - maxDays * dayMs;

  async function write(event: AuthEvent): Promise<void> {
    if (!isAudited(event.name, kinds)) return;
    const entry = entryOf(event);
    const number = await store.append(entry);
    // By the number in the table, not a counter of ours: many processes write, and they restart.
    if (number % writesPerPrune === 0) await pruneSome(store, entry.side, keep, oldest());
  }

  const listener: Listener = write;
  return {
    module: {
      name: 'audit',
      contributes: [stores.of(auditStore), listeners.of({ name: '*', listener })],
    },
    write,
    async list({ userId, name, limit = 100, before } = {}) {
      const rows = await store.list({
        userId: userId === undefined ? undefined : String(userId),
        name,
        before,
        limit: Math.min(Math.max(1, Math.trunc(limit)), 1_000),
      });
      return rows.map(entryFromRow);
    },
    prune: (given) => pruneAll(store, keep, oldest(), given),
  };
}

/** What came with the last writes goes, twice over: the log shrinks back even after a long flood. */
async function pruneSome(
  store: AuditStore,
  side: Side,
  keep: number,
  oldest: number,
): Promise<void> {
  await store.pruneBeyond(side, keep, 2 * writesPerPrune);
  await store.pruneBefore(oldest, 2 * writesPerPrune);
}

async function pruneAll(
  store: AuditStore,
  keep: number,
  oldest: number,
  { batch = batchSize, progress }: PruneOptions = {},
): Promise<number> {
  let deleted = 0;
  const steps = [
    () => store.pruneBeyond('act', keep, batch),
    () => store.pruneBeyond('attempt', keep, batch),
    () => store.pruneBefore(oldest, batch),
  ];
  for (const step of steps) {
    for (let gone = batch; gone === batch; await breathe()) {
      gone = await step();
      deleted += gone;
      if (gone > 0) progress?.(deleted);
    }
  }
  return deleted;
}
