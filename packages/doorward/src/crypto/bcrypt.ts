import type { HashPool } from './hash-pool.ts';
import type { PasswordFormat } from './password-hash.ts';

/** Options of {@link bcrypt}. */
export interface BcryptOptions {
  readonly pool: HashPool;
}

/** bcrypt looks at this many bytes of a password. */
const mostBytes = 72;
/** The greatest cost that is computed; each step doubles the time, and 16 takes seconds. */
const mostCost = 16;

/**
 * Passwords that another system stored as bcrypt (`$2a$`, `$2b$`, `$2y$`). They are verified, never
 * made, and always outdated.
 *
 * *Use when* accounts come from a system that used bcrypt: give it to {@link passwordHashes} as
 * `accepted`, and each password is stored anew at its next log-in. A password of more than 72 bytes
 * is refused, because bcrypt would not look at the rest of it.
 *
 * @example
 * ```ts
 * import { bcrypt, hashPool } from 'doorward/crypto';
 *
 * const pool = hashPool();
 * const encoded = '$2b$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm';
 * await bcrypt({ pool }).verify('password', encoded); // => true
 * await pool.close();
 * ```
 */
export function bcrypt({ pool }: BcryptOptions): PasswordFormat {
  return {
    name: 'bcrypt',
    normalise: 'none',
    recognises: (encoded) => prefixes.some((prefix) => encoded.startsWith(prefix)),
    wellFormed: isBcrypt,
    async verify(password, encoded) {
      if (!isBcrypt(encoded)) return false;
      // A refusal before the work would tell, by its speed, that the account exists.
      const right = await verifyBcrypt(pool, password, encoded);
      return right && Buffer.byteLength(password) <= mostBytes;
    },
    outdated: () => true,
  };
}

const prefixes = ['$2a$', '$2b$', '$2y$'];

/** Says whether a text is a whole bcrypt encoding whose cost is within bounds. */
export function isBcrypt(encoded: string): boolean {
  if (!/^\$2[aby]\$[0-3][0-9]\$[./A-Za-z0-9]{53}$/.test(encoded)) return false;
  const cost = Number(encoded.slice(4, 6));
  return cost >= 4 && cost <= mostCost;
}

/**
 * Verifies a whole encoding by the first 72 bytes of the password. One with a NUL takes the same
 * work and is wrong: implementations in C end it there.
 */
export async function verifyBcrypt(
  pool: HashPool,
  password: string,
  encoded: string,
): Promise<boolean> {
  const right = await pool.run({
    kind: 'bcrypt',
    password: password.replaceAll('\0', ' '),
    encoded,
  });
  return right && !password.includes('\0');
}
