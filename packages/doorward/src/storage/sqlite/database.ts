import { type CompiledQuery, Kysely, type QueryResult, type RootOperationNode } from 'kysely';
import type { Database, Prepared, Queries } from '../database.ts';
import { type Parameter, toParameter } from '../parameters.ts';
import { type Template, template } from '../template.ts';
import { turns } from '../turns.ts';
import type { Connection } from './connection.ts';
import { sqliteProperties } from './dialect.ts';
import { isBusy, toStorageError } from './failures.ts';
import { kyselyDialect } from './kysely-dialect.ts';
import { deadline, retryWhileBusy } from './retry.ts';
import { type RowStatement, rowStatement } from './rows.ts';
import { transactions } from './transactions.ts';

/** The two connections of a database and how long to wait for other processes. */
export interface Connections {
  readonly writer: Connection;
  /** The same as `writer` for a database in memory, which only one connection can see. */
  readonly reader: Connection;
  readonly wait: number;
  readonly queue: number;
  /** Throws when the file is no longer the one that was opened. */
  assertSameFile(): void;
}

/**
 * A database over one connection that reads and one that writes.
 *
 * Statements outside a transaction never meet an open one: reads go to a connection that sees
 * only what is committed, writes wait for their turn. node:sqlite being synchronous, a statement
 * that need not wait is finished when the call returns.
 */
export function sqliteDatabase(connections: Connections): Database {
  const { writer, reader, wait } = connections;
  const lane = turns({ wait, queue: connections.queue });
  const open = transactions(writer, lane, wait);

  /** Runs a step on the writer with the turn already taken, and hands the turn on. */
  async function withTurn<Result>(until: number, step: () => Result): Promise<Result> {
    try {
      return await retryWhileBusy(until, step);
    } catch (error) {
      throw toStorageError(error);
    } finally {
      lane.release();
    }
  }

  function write<Result>(step: (connection: Connection) => Result): Promise<Result> {
    const run = () => step(writer);
    try {
      if (open.inside()) return Promise.resolve(run());
      if (!lane.tryTake()) {
        const until = deadline(wait);
        return lane.take().then(() => withTurn(until, run));
      }
    } catch (error) {
      return Promise.reject(toStorageError(error));
    }
    try {
      const result = run();
      lane.release();
      return Promise.resolve(result);
    } catch (error) {
      if (isBusy(error)) return withTurn(deadline(wait), run);
      lane.release();
      return Promise.reject(toStorageError(error));
    }
  }

  function read<Result>(step: (connection: Connection) => Result): Promise<Result> {
    if (reader === writer) return write(step);
    try {
      return Promise.resolve(step(open.inside() ? writer : reader));
    } catch (error) {
      if (!isBusy(error) || open.inside()) return Promise.reject(toStorageError(error));
      return retryWhileBusy(deadline(wait), () => step(reader)).catch((last: unknown) => {
        throw toStorageError(last);
      });
    }
  }

  const pick = (query: RootOperationNode) => (isRead(query) ? read : write);

  const kysely = new Kysely<unknown>({
    dialect: kyselyDialect((query) => {
      const values = query.parameters.map(toParameter);
      return pick(query.query)((connection) => execute(connection, query, values));
    }),
  });

  function prepared<Args, Row>(statement: Template<Args>): Prepared<Args, Row> {
    const { sql, bind, query } = statement;
    const reads = isRead(query);
    const run = pick(query);
    // Compiled at the first use on each connection, when the tables exist; then kept for good.
    const kept = new Map<Connection, RowStatement>();
    const on = (connection: Connection): RowStatement => {
      let compiled = kept.get(connection);
      if (compiled === undefined) {
        compiled = rowStatement(connection.raw.prepare(sql));
        kept.set(connection, compiled);
      }
      return compiled;
    };
    return {
      first: (args) =>
        run((connection) => first(on(connection), bind(args), reads) as Row | undefined),
      all: (args) => run((connection) => on(connection).all(bind(args)) as Row[]),
      run: (args) => run((connection) => on(connection).run(bind(args))),
    };
  }

  return {
    dialect: sqliteProperties,
    tables: <Tables>(): Queries<Tables> => {
      const typed = kysely as unknown as Kysely<Tables>;
      return { kysely: typed, prepare: (build) => prepared(template(typed, build)) };
    },
    transaction: (work, options) => open.run(work, options),
    ping: () =>
      read((connection) => {
        connections.assertSameFile();
        connection.statement('select count(*) from sqlite_schema').get();
      }),
    close: async () => {
      await lane.take();
      reader.close();
      writer.close();
      lane.release();
    },
  };
}

function isRead(query: RootOperationNode): boolean {
  return query.kind === 'SelectQueryNode';
}

function first(statement: RowStatement, values: Parameter[], reads: boolean): unknown {
  // `get` stops at the first row and drops what the reset says. For a statement that writes, that
  // is the commit: it has to run to its end for a failing one to be noticed.
  return reads ? statement.get(values) : statement.all(values)[0];
}

function execute(
  connection: Connection,
  { query, sql }: CompiledQuery,
  values: Parameter[],
): QueryResult<unknown> {
  const statement = connection.statement(sql);
  const returns = 'returning' in query && query.returning !== undefined;
  if (returns || isRead(query) || query.kind === 'RawNode') {
    const rows = statement.all(...values);
    return returns ? { rows, numAffectedRows: BigInt(rows.length) } : { rows };
  }
  const { changes, lastInsertRowid } = statement.run(...values);
  return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
}
