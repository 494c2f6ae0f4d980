import { randomBytes } from 'node:crypto';
import { readArgon2, verifyArgon2 } from './argon2.ts';
import type { HashPool } from './hash-pool.ts';
import type { HashingFormat } from './password-hash.ts';
import { formatPhc } from './phc.ts';

/** Options of {@link argon2id}. */
export interface Argon2idOptions {
  readonly pool: HashPool;
  /** Memory in KiB. Default: 65,536 (64 MiB). */
  readonly memory?: number;
  /** Passes over the memory. Default: 3. */
  readonly passes?: number;
  /** Lanes. Default: 1, since the pool already uses the cores. */
  readonly lanes?: number;
}

const saltBytes = 16;
const tagBytes = 32;

/**
 * Passwords as Argon2id, in PHC strings: `$argon2id$v=19$m=65536,t=3,p=1$salt$hash`. Verifies
 * `argon2i` and `argon2d` too, and calls outdated whatever was made with other parameters.
 *
 * *Use when* there is no reason for another format. One hash at the defaults takes some 40 to 80 ms
 * of one core and 64 MiB.
 *
 * @throws RangeError for parameters below the floor of the OWASP sheet (19 MiB and 2 passes, or the
 *   same work with less of one: 46 MiB × 1, 12 MiB × 3, 9 MiB × 4, 7 MiB × 5), or above 1 GiB,
 *   100 passes, 64 lanes.
 * @see RFC 9106
 * @example
 * ```ts
 * import { argon2id, hashPool } from 'doorward/crypto';
 *
 * const pool = hashPool();
 * const format = argon2id({ pool, memory: 19_456, passes: 2 });
 * const encoded = await format.hash('correct horse battery staple');
 * await format.verify('correct horse battery staple', encoded); // => true
 * await pool.close();
 * ```
 */
export function argon2id(options: Argon2idOptions): HashingFormat {
  const { pool, memory = 65_536, passes = 3, lanes = 1 } = options;
  checkParameters(memory, passes, lanes);
  const parameters = { variant: 'id', version: 19, memory, passes, lanes } as const;

  return {
    name: 'argon2id',
    normalise: 'NFC',
    recognises: (encoded) => encoded.startsWith('$argon2'),
    wellFormed: (encoded) => readArgon2(encoded) !== undefined,

    async verify(password, encoded) {
      const encoding = readArgon2(encoded);
      return encoding !== undefined && verifyArgon2(pool, password, encoding);
    },

    outdated(encoded) {
      const encoding = readArgon2(encoded);
      if (encoding === undefined) return true;
      if (encoding.salt.length < saltBytes || encoding.hash.length < tagBytes) return true;
      return Object.entries(parameters).some(
        ([name, value]) => encoding[name as keyof typeof parameters] !== value,
      );
    },

    async hash(password) {
      const salt = Uint8Array.from(randomBytes(saltBytes));
      const job = { kind: 'argon2', ...parameters, password, salt, length: tagBytes } as const;
      const hash = await pool.run(job);
      const params = { m: memory, t: passes, p: lanes };
      return formatPhc({ id: 'argon2id', version: 19, params, salt, hash });
    },
  };
}

/** Memory in KiB that each number of passes needs at least (OWASP Password Storage Cheat Sheet). */
const floors = [47_104, 19_456, 12_288, 9216, 7168] as const;

function checkParameters(memory: number, passes: number, lanes: number): void {
  const whole = [memory, passes, lanes].every((value) => Number.isSafeInteger(value) && value >= 1);
  const least = floors[Math.min(passes, floors.length) - 1] ?? Number.POSITIVE_INFINITY;
  if (!whole || memory < least || memory > 1_048_576 || passes > 100 || lanes > 64) {
    throw new RangeError(
      `argon2id: with ${passes} passes, memory must be from ${least} to 1048576 KiB, and lanes from 1 to 64`,
    );
  }
}
