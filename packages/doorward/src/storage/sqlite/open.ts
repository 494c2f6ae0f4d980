import { closeSync, openSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database } from '../database.ts';
import { DatabaseRefused, StorageUnavailable } from '../errors.ts';
import { type Connection, connect } from './connection.ts';
import { sqliteDatabase } from './database.ts';
import { isBadFile, toStorageError } from './failures.ts';
import { deadline, retryWhileBusy } from './retry.ts';

/** Options of {@link openSqlite}, all given. */
export interface SqliteOptions {
  readonly create: boolean;
  readonly verify: boolean;
  readonly wait: number;
  readonly queue: number;
}

/** Opens `file:<path>` or `file::memory:`. */
export async function openSqlite(url: string, options: SqliteOptions): Promise<Database> {
  const { wait, queue } = options;
  if (url === 'file::memory:') {
    const only = connect(':memory:', { writes: true });
    return sqliteDatabase({ writer: only, reader: only, wait, queue, assertSameFile: () => {} });
  }
  const path = pathOf(url);
  prepareFile(path, options.create);
  const until = deadline(wait);
  try {
    const writer = await retryWhileBusy(until, () => connectWriter(path));
    try {
      if (options.verify) verify(writer, path);
      const reader = await retryWhileBusy(until, () => connect(path, { writes: false }));
      return sqliteDatabase({ writer, reader, wait, queue, assertSameFile: sameFile(path) });
    } catch (error) {
      writer.close();
      throw error;
    }
  } catch (error) {
    throw openingError(path, error);
  }
}

/** The path of a `file:` URL: `file:doorward.db` is relative, `file:///var/lib/x.db` is a URL. */
function pathOf(url: string): string {
  const rest = url.slice('file:'.length);
  if (rest === '' || /[?#]/.test(rest))
    throw new DatabaseRefused(`${url}: write file:<path>, without "?" or "#"`);
  return rest.startsWith('//') ? fileURLToPath(url) : resolve(rest);
}

/** Makes a new file readable by its owner only; refuses where an old database seems lost. */
function prepareFile(path: string, create: boolean): void {
  const size = sizeOf(path);
  if (size !== undefined && size > 0) return;
  if ((sizeOf(`${path}-wal`) ?? 0) > 0)
    throw new DatabaseRefused(
      `${path} is ${size === 0 ? 'empty' : 'missing'} but its log ${path}-wal is there: restore the file, or remove the log to start afresh`,
    );
  if (size === 0) return;
  if (!create) throw new DatabaseRefused(`there is no database at ${path}`);
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (cause) {
    throw new DatabaseRefused(`cannot create the database ${path}`, { cause });
  }
}

function sizeOf(path: string): number | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) throw new DatabaseRefused(`${path} is not a file`);
  return found?.size;
}

function connectWriter(path: string): Connection {
  const writer = connect(path, { writes: true });
  try {
    const mode = writer.raw.prepare('pragma journal_mode = wal').get();
    if (mode?.['journal_mode'] !== 'wal')
      throw new DatabaseRefused(`${path}: its file system cannot keep a write-ahead log`);
    // SQLite opens a file that may not be written as if nothing were wrong, and even begins a
    // transaction on it. Only a write tells; this one is undone.
    writer.raw.exec('begin immediate; pragma user_version = 0; rollback');
    return writer;
  } catch (error) {
    writer.close();
    throw error;
  }
}

/** Reads every page. */
function verify(connection: Connection, path: string): void {
  const [finding] = connection.raw.prepare('pragma quick_check(1)').all();
  if (finding?.['quick_check'] !== 'ok')
    throw new DatabaseRefused(
      `${path} is damaged: restore a backup (${String(finding?.['quick_check'])})`,
    );
}

/** Throws once the path no longer leads to the file it leads to now. */
function sameFile(path: string): () => void {
  const opened = statSync(path);
  return () => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.ino !== opened.ino || found.dev !== opened.dev)
      throw new StorageUnavailable('the database file was removed or replaced: restart');
  };
}

function openingError(path: string, error: unknown): unknown {
  const known = toStorageError(error);
  return isBadFile(error) && known instanceof StorageUnavailable
    ? new DatabaseRefused(`${path}: ${known.message}`, { cause: error })
    : known;
}
