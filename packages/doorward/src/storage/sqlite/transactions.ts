import { AsyncLocalStorage } from 'node:async_hooks';
import type { TransactionOptions } from '../database.ts';
import { StorageUnavailable } from '../errors.ts';
import type { Turns } from '../turns.ts';
import type { Connection } from './connection.ts';
import { toStorageError } from './failures.ts';
import { deadline, retryWhileBusy } from './retry.ts';

/** The transactions of one writing connection. */
export interface Transactions {
  /**
   * Whether the caller's statements belong to the open transaction.
   *
   * @throws Error when they belonged to one that was rolled back, or run beside an inner one.
   */
  inside(): boolean;
  /** Runs `work` in a transaction, or, inside one, in a part of it that can fail by itself. */
  run<Result>(work: () => Promise<Result>, options?: TransactionOptions): Promise<Result>;
}

/** A transaction or an inner part of one. Travels with the asynchronous context of its work. */
interface Scope {
  readonly outer: Scope | undefined;
  state: 'open' | 'committed' | 'rolled back';
}

/** Transactions on `writer`, one at a time by `lane`, waiting `wait` ms for other processes. */
export function transactions(writer: Connection, lane: Turns, wait: number): Transactions {
  const context = new AsyncLocalStorage<Scope>();
  let innermost: Scope | undefined;

  const command = (sql: string) => writer.statement(sql).run();

  /** The scope the caller is in: a part that was committed has become one with its outer part. */
  function currentScope(): Scope | undefined {
    let scope = context.getStore();
    while (scope?.state === 'committed') scope = scope.outer;
    return scope;
  }

  function inside(): boolean {
    const scope = currentScope();
    if (scope === undefined) return false;
    if (scope.state === 'rolled back')
      throw new Error('the transaction of this statement was rolled back: was it not awaited?');
    if (scope !== innermost)
      throw new Error('a statement ran beside an inner transaction: await one before the other');
    return true;
  }

  /** Runs the work as one scope between `commit` and `undo`, which the caller has prepared for. */
  async function inScope<Result>(
    scope: Scope,
    work: () => Promise<Result>,
    end: { commit: string; undo: readonly string[] },
  ): Promise<Result> {
    innermost = scope;
    try {
      const result = await context.run(scope, async () => await work());
      if (innermost !== scope) throw new Error('an inner transaction was not awaited');
      command(end.commit);
      scope.state = 'committed';
      return result;
    } catch (error) {
      // When the outer part has been given up, the connection is somebody else's by now.
      if (isOpen(scope)) for (const step of end.undo) attempt(() => command(step));
      scope.state = 'rolled back';
      throw toStorageError(error);
    } finally {
      if (isWithin(innermost, scope)) innermost = scope.outer;
    }
  }

  async function outermost<Result>(work: () => Promise<Result>, limit: number): Promise<Result> {
    const until = deadline(wait);
    await lane.take();
    const scope: Scope = { outer: undefined, state: 'open' };
    try {
      await retryWhileBusy(until, () => command('begin immediate'));
      return await inScope(scope, () => within(limit, work), {
        commit: 'commit',
        undo: ['rollback'],
      });
    } catch (error) {
      throw toStorageError(error);
    } finally {
      lane.release();
    }
  }

  async function inner<Result>(outer: Scope, work: () => Promise<Result>): Promise<Result> {
    command('savepoint part');
    return await inScope({ outer, state: 'open' }, work, {
      commit: 'release part',
      undo: ['rollback to part', 'release part'],
    });
  }

  return {
    inside,
    async run(work, { limit = 5_000 } = {}) {
      return inside() && innermost !== undefined
        ? await inner(innermost, work)
        : await outermost(work, limit);
    },
  };
}

/** Whether neither the scope nor any around it has ended. */
function isOpen(scope: Scope): boolean {
  for (let each: Scope | undefined = scope; each !== undefined; each = each.outer)
    if (each.state !== 'open') return false;
  return true;
}

function isWithin(inner: Scope | undefined, outer: Scope): boolean {
  for (let each = inner; each !== undefined; each = each.outer) if (each === outer) return true;
  return false;
}

/** SQLite rolls back by itself after some failures; then there is nothing left to undo. */
function attempt(undo: () => void): void {
  try {
    undo();
  } catch {
    // The failure that led here is the one to report.
  }
}

/** Gives up on work that outlasts the limit. */
async function within<Result>(limit: number, work: () => Promise<Result>): Promise<Result> {
  if (limit === Number.POSITIVE_INFINITY) return await work();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new StorageUnavailable(`a transaction took longer than ${limit} ms`));
  }, limit);
  try {
    return await Promise.race([work(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
