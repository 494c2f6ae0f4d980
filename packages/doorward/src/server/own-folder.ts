import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigurationError } from './config.ts';

/** Makes the folder a file is to stand in, for its owner only. */
export function makeFolderOf(file: string): void {
  const folder = dirname(file);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new ConfigurationError(
      `The folder ${folder} cannot be made: ${(error as Error).message}.`,
    );
  }
}
