import { sha256 } from './digest.ts';
import type { HashingFormat, PasswordFormat } from './password-hash.ts';

/** Passwords hashed and verified in every accepted format. */
export interface PasswordHashes {
  /**
   * Encodes a password in the preferred format.
   *
   * @throws RangeError for a password that is too long or not well-formed Unicode: check before.
   */
  hash(password: string): Promise<string>;
  /**
   * Verifies a password. With no encoding, an unusable one (`!…`), or one that cannot be read, the
   * answer is no, after the same work as for a wrong password.
   */
  verify(password: string, encoded: string | null | undefined): Promise<PasswordAnswer>;
  /** Does the work of a verification and gives no answer: for an account that does not exist. */
  burn(password: string): Promise<void>;
}

/** The answer of {@link PasswordHashes.verify}. */
export interface PasswordAnswer {
  readonly ok: boolean;
  /** The password is right, and its encoding should be replaced by a new `hash(password)`. */
  readonly outdated: boolean;
  /** There is an encoding and nobody can read it: the account needs a new password. */
  readonly corrupted: boolean;
}

/** What is told of an encoding that cannot be read. The encoding is not: it may be a password. */
export interface CorruptedHash {
  /** The format that recognised it; `undefined` when none did. */
  readonly format: string | undefined;
}

/** Options of {@link passwordHashes}. */
export interface PasswordHashesOptions {
  /** The format of new encodings. */
  readonly preferred: HashingFormat;
  /** Further formats that are verified, asked in this order. Default: none. */
  readonly accepted?: readonly PasswordFormat[];
  /** Told once of each stored encoding that cannot be read. Default: nobody. */
  readonly onCorrupted?: (info: CorruptedHash) => void;
  /** Longest password in bytes of UTF-8; a longer one is never hashed. Default: 1,024. */
  readonly maxBytes?: number;
}

/** Corrupted encodings remembered so as to report each once. */
const mostReported = 1000;

/**
 * Joins the format of new passwords with the formats of old ones.
 *
 * *Use when* passwords are stored. An unknown account, a disabled one and a wrong password take the
 * same work, so that the time of an answer tells nobody which it was. The one exception cannot be
 * helped: an imported slow hash takes its own time until its owner has logged in once.
 *
 * @throws TypeError when two formats have one name.
 * @example
 * ```ts
 * import { argon2id, bcrypt, hashPool, passwordHashes } from 'doorward/crypto';
 *
 * const pool = hashPool();
 * const hashes = passwordHashes({ preferred: argon2id({ pool }), accepted: [bcrypt({ pool })] });
 * const encoded = '$2b$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm';
 * const { ok, outdated } = await hashes.verify('password', encoded);
 * ok && outdated; // => true
 * await pool.close();
 * ```
 */
export function passwordHashes(options: PasswordHashesOptions): PasswordHashes {
  const { preferred, accepted = [], onCorrupted, maxBytes = 1024 } = options;
  const formats = [preferred, ...accepted];
  if (new Set(formats.map((format) => format.name)).size < formats.length) {
    throw new TypeError('passwordHashes: two formats have the same name; leave one out');
  }
  const reported = new Set<string>();

  const hashable = (password: string): boolean =>
    password.isWellFormed() && Buffer.byteLength(password) <= maxBytes;

  async function burn(password: string): Promise<void> {
    await preferred.hash(hashable(password) ? normalised(password, preferred) : '');
  }

  async function no(password: string, corrupted = false): Promise<PasswordAnswer> {
    await burn(password);
    return { ok: false, outdated: false, corrupted };
  }

  function report(encoded: string, format: string | undefined): void {
    const digest = sha256(encoded);
    if (reported.has(digest)) return;
    const [oldest] = reported;
    if (oldest !== undefined && reported.size >= mostReported) reported.delete(oldest);
    reported.add(digest);
    onCorrupted?.({ format });
  }

  return {
    burn,

    async hash(password) {
      if (!hashable(password)) {
        throw new RangeError(`A password is well-formed text of at most ${maxBytes} bytes`);
      }
      return preferred.hash(normalised(password, preferred));
    },

    async verify(password, encoded) {
      if (!encoded || encoded.startsWith('!')) return no(password);
      const format = formats.find((candidate) => candidate.recognises(encoded));
      if (format === undefined || format.wellFormed?.(encoded) === false) {
        report(encoded, format?.name);
        return no(password, true);
      }
      if (!hashable(password)) return no(password);
      const ok = await format.verify(normalised(password, format), encoded);
      if (!ok && format.quick === true) await burn(password);
      const outdated = ok && (format !== preferred || preferred.outdated?.(encoded) === true);
      return { ok, outdated, corrupted: false };
    },
  };
}

function normalised(password: string, format: PasswordFormat): string {
  return format.normalise === 'NFC' ? password.normalize('NFC') : password;
}
