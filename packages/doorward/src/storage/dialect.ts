import type {
  ColumnDataType,
  ColumnDefinitionBuilder,
  ColumnType,
  CreateTableBuilder,
  SchemaModule,
} from 'kysely';

/** The column types a migration may use, by what they hold. */
export interface ColumnTypes {
  /** Unicode text. */
  readonly text: ColumnDataType;
  /** A whole number within ±2^53. */
  readonly integer: ColumnDataType;
  /** Milliseconds since 1970, UTC: see {@link Database}; never a date type. */
  readonly time: ColumnDataType;
  /** `false` or `true` going in, 0 or 1 coming out: type it as {@link Flag}. */
  readonly flag: ColumnDataType;
  /** A floating-point number. */
  readonly real: ColumnDataType;
  /** JSON as text: the store writes `JSON.stringify` and reads `JSON.parse`. */
  readonly json: ColumnDataType;
  /** Bytes, as `Uint8Array`. */
  readonly bytes: ColumnDataType;
}

/**
 * The Kysely column type of a `columns.flag` column: booleans go in, 0 or 1 comes out.
 * `Flag<undefined>` for a column with a default, which an insert may leave out.
 */
export type Flag<Left = never> = ColumnType<0 | 1, boolean | Left, boolean>;

/** How a table is laid out. */
export interface TableOptions {
  /**
   * Keep the rows in the primary key itself, where the engine can. For tables always reached by
   * a short key that is not a number (tokens by digest). Default `false`.
   */
  readonly clustered?: boolean;
}

/** What an engine does in its own way, as properties, so that no module asks for its name. */
export interface DialectProperties {
  readonly columns: ColumnTypes;
  /** Makes an integer column the primary key that the engine numbers by itself, never reusing. */
  readonly identity: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
  /** `schema.createTable` with the engine's strictest checks switched on. */
  readonly createTable: (
    schema: SchemaModule,
    name: string,
    options?: TableOptions,
  ) => CreateTableBuilder<string, never>;
  /**
   * Locks the rows that a `select` inside a transaction returns until the transaction's end.
   * An engine whose transactions exclude each other anyway returns the query as it is.
   */
  readonly forUpdate: <Query extends { forUpdate(): Query }>(query: Query) => Query;
}
