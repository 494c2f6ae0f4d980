import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { checkedSecret, Secret } from '../crypto/secret.ts';
import { ConfigurationError, inFolder, type Settings } from './config.ts';
import { makeFolderOf } from './own-folder.ts';

/** The server's secrets: given in the settings, or kept in a file that is made on the first run. */
export function readSecrets(settings: Settings): readonly [Secret, ...Secret[]] {
  const texts = settings.secrets ?? secretsInFile(inFolder(settings.folder, settings.secretFile));
  const [first, ...more] = texts.map((text) => checked(text));
  if (first === undefined) {
    throw new ConfigurationError('There is no secret; leave the setting out to have one made.');
  }
  return [first, ...more];
}

function checked(text: string): Secret {
  try {
    return checkedSecret(Secret.from(text));
  } catch (error) {
    // The message says what to do, and nothing of the secret.
    throw new ConfigurationError(`A secret is not usable: ${(error as Error).message}`);
  }
}

function secretsInFile(file: string): readonly string[] {
  makeFolderOf(file);
  createOnce(file);
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new ConfigurationError(`${file} can be read by others; run "chmod 600 ${file}".`);
  }
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Made exclusively, so that two processes starting at once end up with one secret. */
function createOnce(file: string): void {
  let handle: number;
  try {
    handle = openSync(file, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw new ConfigurationError(`${file} cannot be made: ${(error as Error).message}`);
  }
  writeSync(handle, `${randomBytes(48).toString('base64url')}\n`);
  fsyncSync(handle);
  closeSync(handle);
  chmodSync(file, 0o600);
}
