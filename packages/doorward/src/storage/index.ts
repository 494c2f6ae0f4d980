export type { Awaitable, CounterResult, Counters } from './counters.ts';
export type { Database, Prepared, Queries, TransactionOptions } from './database.ts';
export type { ColumnTypes, DialectProperties, Flag, TableOptions } from './dialect.ts';
export {
  DatabaseRefused,
  ForeignKeyViolation,
  StorageUnavailable,
  UniqueViolation,
  UnstorableText,
} from './errors.ts';
export {
  type ImmediateCounters,
  type MemoryCountersOptions,
  memoryCounters,
} from './memory-counters.ts';
export {
  assertSchema,
  type MigrateOptions,
  migrate,
  type SchemaState,
  type Step,
  schemaState,
} from './migrate.ts';
export { type OpenDatabaseOptions, openDatabase } from './open-database.ts';
export { type SlidingLogCountersOptions, slidingLogCounters } from './sliding-log.ts';
export { sqlCounters } from './sql-counters.ts';
export {
  defineStore,
  type Migration,
  type MigrationContext,
  type StoreDefinition,
} from './store.ts';
export {
  type StartTimer,
  type WriteBehind,
  type WriteBehindOptions,
  writeBehind,
} from './write-behind.ts';
