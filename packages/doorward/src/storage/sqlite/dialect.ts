import { sql } from 'kysely';
import type { DialectProperties } from '../dialect.ts';

/** SQLite's own ways. Every table is `STRICT`: a column refuses what is not of its type. */
export const sqliteProperties: DialectProperties = {
  columns: {
    text: 'text',
    integer: 'integer',
    time: 'integer',
    flag: 'integer',
    real: 'real',
    json: 'text',
    bytes: 'blob',
  },
  identity: (column) => column.primaryKey().autoIncrement(),
  createTable: (schema, name, { clustered = false } = {}) =>
    schema.createTable(name).modifyEnd(clustered ? sql`strict, without rowid` : sql`strict`),
  // A transaction begins IMMEDIATE, so it excludes every other writer from its start.
  forUpdate: (query) => query,
};
