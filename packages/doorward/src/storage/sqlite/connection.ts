import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** One connection, with the statements it has compiled lately. */
export interface Connection {
  readonly raw: DatabaseSync;
  /** The statement for this text, compiled or from the cache. */
  statement(sql: string): StatementSync;
  /** Closes; again is harmless. */
  close(): void;
}

/** Statements kept for each connection; beyond that the one unused for longest is dropped. */
const cacheSize = 256;

/** Durable, strict, and trusting nothing that a damaged or planted file might contain. */
const settings = [
  'synchronous = full',
  'foreign_keys = on',
  'trusted_schema = off',
  'cell_size_check = on',
  'temp_store = memory',
] as const;

/** Opens a connection to an existing file, or to a database of its own in memory. */
export function connect(path: string, { writes }: { writes: boolean }): Connection {
  // Never wait inside SQLite: that would hold up the event loop. Whoever finds the lock taken
  // waits on a timer (retry.ts).
  const raw = new DatabaseSync(path, { timeout: 0 });
  const statements = new Map<string, StatementSync>();
  let open = true;
  function close(): void {
    statements.clear();
    if (open) raw.close();
    open = false;
  }

  try {
    for (const setting of settings) raw.exec(`pragma ${setting}`);
    if (!writes) raw.exec('pragma query_only = on');
  } catch (error) {
    close();
    throw error;
  }

  function statement(sql: string): StatementSync {
    const known = statements.get(sql);
    if (known !== undefined) {
      // A map keeps insertion order: putting it last makes the first the longest unused.
      statements.delete(sql);
      statements.set(sql, known);
      return known;
    }
    const compiled = raw.prepare(sql);
    statements.set(sql, compiled);
    if (statements.size > cacheSize) {
      const [oldest] = statements.keys();
      if (oldest !== undefined) statements.delete(oldest);
    }
    return compiled;
  }

  return { raw, statement, close };
}
