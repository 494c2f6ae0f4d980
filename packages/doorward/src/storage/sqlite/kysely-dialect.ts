import {
  type CompiledQuery,
  type Dialect,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

/** Runs one statement compiled by Kysely. */
export type Execute = (query: CompiledQuery) => Promise<QueryResult<unknown>>;

/**
 * Kysely lets one statement at a time through where an engine has one connection only. A statement
 * that waits for a transaction to end would then hold up those inside the transaction, for ever.
 */
class ConcurrentSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

/** Kysely's SQL for SQLite over our own execution: which connection, when, is decided there. */
export function kyselyDialect(execute: Execute): Dialect {
  const connection = {
    executeQuery: <Row>(query: CompiledQuery) => execute(query) as Promise<QueryResult<Row>>,
    streamQuery: (): never => {
      throw new Error('rows are not streamed: select them in pages');
    },
  };
  const ownTransactions = (): never => {
    throw new Error("use database.transaction(…) instead of Kysely's transactions");
  };
  return {
    createAdapter: () => new ConcurrentSqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createDriver: () => ({
      init: () => Promise.resolve(),
      acquireConnection: () => Promise.resolve(connection),
      releaseConnection: () => Promise.resolve(),
      beginTransaction: ownTransactions,
      commitTransaction: ownTransactions,
      rollbackTransaction: ownTransactions,
      destroy: () => Promise.resolve(),
    }),
  };
}
