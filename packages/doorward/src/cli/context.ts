import { resolve } from 'node:path';
import { type Config, loadSettings, type Settings } from '../server/config.ts';
import { jsonLog, type Log } from '../server/logs.ts';
import { type OpenPartsOptions, openParts, type Parts } from '../server/parts.ts';

/** Where a command reads and writes. `process` is one. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean };
  readonly stderr: Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What every command gets. */
export interface CommonOptions {
  readonly terminal: Terminal;
  readonly folder: string;
}

/** The command was used wrongly; the message says how it is used. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The settings of the folder the command works in. */
export function settingsOf(
  { terminal, folder }: CommonOptions,
  overrides: Config = {},
): Promise<Settings> {
  return loadSettings(resolve(folder), terminal.env, overrides);
}

/** Logs to the error output, where it is not in the way of a command's result. */
export function logOf({ terminal }: CommonOptions): Log {
  return jsonLog((line) => terminal.stderr.write(`${line}\n`));
}

/** Opens the records for one command and closes them after it. */
export async function withParts<Result>(
  common: CommonOptions,
  work: (parts: Parts) => Promise<Result>,
  options: Partial<OpenPartsOptions> = {},
): Promise<Result> {
  const parts = await openParts(await settingsOf(common), { log: logOf(common), ...options });
  try {
    return await work(parts);
  } finally {
    await parts.close();
  }
}
