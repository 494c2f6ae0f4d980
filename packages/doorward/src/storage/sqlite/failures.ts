import { ForeignKeyViolation, StorageUnavailable, UniqueViolation } from '../errors.ts';

/** SQLite's result codes (https://www.sqlite.org/rescode.html), as far as we tell them apart. */
const code = {
  busy: 5,
  locked: 6,
  noMemory: 7,
  readOnly: 8,
  interrupted: 9,
  io: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  protocol: 15,
  notADatabase: 26,
  foreignKey: 787,
  primaryKey: 1555,
  unique: 2067,
  rowId: 2579,
} as const;

const sentences: ReadonlyMap<number, string> = new Map([
  [code.busy, 'the database is locked by another process'],
  [code.locked, 'the database is locked'],
  [code.noMemory, 'the database ran out of memory'],
  [code.readOnly, 'the database is read-only'],
  [code.interrupted, 'the statement was interrupted'],
  [code.io, 'the database file could not be read or written'],
  [code.corrupt, 'the database is damaged'],
  [code.full, 'the disk is full'],
  [code.cannotOpen, 'the database file cannot be opened'],
  [code.protocol, 'the database is locked'],
  [code.notADatabase, 'the file is not a database'],
]);

/** The extended result code, or `undefined` for an error that is not SQLite's. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode : undefined;
}

/** Whether another connection holds the lock, so that trying again is right. */
export function isBusy(error: unknown): boolean {
  const primary = (resultCode(error) ?? 0) & 0xff;
  return primary === code.busy || primary === code.locked || primary === code.protocol;
}

/** Whether the file itself is at fault: not a database, damaged, not to be opened or written. */
export function isBadFile(error: unknown): boolean {
  const primary = (resultCode(error) ?? 0) & 0xff;
  return (
    primary === code.notADatabase ||
    primary === code.corrupt ||
    primary === code.cannotOpen ||
    primary === code.readOnly
  );
}

/** The error a caller of the store gets to see. What is not SQLite's stays what it is. */
export function toStorageError(error: unknown): unknown {
  const result = resultCode(error);
  if (result === undefined) {
    return isClosed(error)
      ? new StorageUnavailable('the database is closed', { cause: error })
      : error;
  }
  if (result === code.unique || result === code.primaryKey || result === code.rowId)
    return new UniqueViolation(violatedKey((error as Error).message), error);
  if (result === code.foreignKey) return new ForeignKeyViolation(error);
  const sentence = sentences.get(result & 0xff);
  return sentence === undefined ? error : new StorageUnavailable(sentence, { cause: error });
}

/** Node's own error for a statement or connection after `close()`. */
function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE';
}

/** Reads `UNIQUE constraint failed: account.realm, account.name`. */
function violatedKey(message: string): { table?: string; columns: readonly string[] } {
  const list = message.slice(message.indexOf(': ') + 2);
  if (list.startsWith("index '")) return { columns: [] };
  const paths = list.split(', ').map((path) => path.split('.'));
  const table = paths[0]?.[0];
  return {
    ...(table === undefined ? {} : { table }),
    columns: paths.map((path) => path[1] ?? ''),
  };
}
