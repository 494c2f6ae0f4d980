import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { HashPool } from './hash-pool.ts';
import type { HashingFormat } from './password-hash.ts';
import { formatPhc, parsePhc } from './phc.ts';

/** Options of {@link scrypt}. */
export interface ScryptOptions {
  readonly pool: HashPool;
  /** log2 of N. Default: 17, which with `blockSize` 8 takes 128 MiB. */
  readonly logCost?: number;
  /** r. Default: 8. */
  readonly blockSize?: number;
  /** p. Default: 1. */
  readonly parallelization?: number;
}

/** scrypt's three parameters: N, r, p. */
export interface ScryptParameters {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
}

const saltBytes = 16;
const tagBytes = 32;

/**
 * Passwords as scrypt, in PHC strings: `$scrypt$ln=17,r=8,p=1$salt$hash`.
 *
 * *Use when* the native add-on of Argon2 cannot be installed: this needs nothing but Node. At the
 * defaults one hash takes 128 MiB and several times as long as Argon2id at its own.
 *
 * @throws RangeError for parameters below the floor of the OWASP sheet (N = 2^17, r = 8, p = 1, or
 *   the same work with less memory down to N = 2^13, p = 10), or that {@link scryptWithinBounds}
 *   refuses.
 * @see RFC 7914
 * @example
 * ```ts
 * import { hashPool, scrypt } from 'doorward/crypto';
 *
 * const pool = hashPool();
 * const format = scrypt({ pool, logCost: 14, parallelization: 5 });
 * const encoded = await format.hash('correct horse battery staple');
 * await format.verify('wrong', encoded); // => false
 * await pool.close();
 * ```
 */
export function scrypt(options: ScryptOptions): HashingFormat {
  const { pool, logCost = 17, blockSize = 8, parallelization = 1 } = options;
  const parameters = { cost: 2 ** logCost, blockSize, parallelization };
  checkParameters(logCost, parameters);

  return {
    name: 'scrypt',
    normalise: 'NFC',
    recognises: (encoded) => encoded.startsWith('$scrypt$'),
    wellFormed: (encoded) => readScrypt(encoded) !== undefined,

    async verify(password, encoded) {
      const encoding = readScrypt(encoded);
      if (encoding === undefined) return false;
      const { hash, ...work } = encoding;
      const tag = await pool.run({ kind: 'scrypt', ...work, password, length: hash.length });
      return timingSafeEqual(tag, hash);
    },

    outdated(encoded) {
      const encoding = readScrypt(encoded);
      if (encoding === undefined) return true;
      if (encoding.salt.length < saltBytes || encoding.hash.length < tagBytes) return true;
      return Object.entries(parameters).some(
        ([name, value]) => encoding[name as keyof ScryptParameters] !== value,
      );
    },

    async hash(password) {
      const salt = Uint8Array.from(randomBytes(saltBytes));
      const hash = await pool.run({
        kind: 'scrypt',
        ...parameters,
        password,
        salt,
        length: tagBytes,
      });
      const params = { ln: logCost, r: blockSize, p: parallelization };
      return formatPhc({ id: 'scrypt', params, salt, hash });
    },
  };
}

/** What a stored encoding may ask of this machine: 512 MiB, and p up to 16. */
export function scryptWithinBounds({
  cost,
  blockSize,
  parallelization,
}: ScryptParameters): boolean {
  const [n, r, p] = [cost, blockSize, parallelization];
  const whole = [n, r, p].every((value) => Number.isSafeInteger(value) && value >= 1);
  return whole && n >= 2 && Number.isInteger(Math.log2(n)) && n * r * 128 <= 2 ** 29 && p <= 16;
}

interface ScryptEncoding extends ScryptParameters {
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

function readScrypt(encoded: string): ScryptEncoding | undefined {
  const phc = parsePhc(encoded, ['ln', 'r', 'p']);
  if (phc === undefined || phc.id !== 'scrypt' || phc.version !== undefined) return undefined;
  const { ln = 0, r: blockSize = 0, p: parallelization = 0 } = phc.params;
  const { salt, hash } = phc;
  const parameters = { cost: 2 ** ln, blockSize, parallelization };
  if (!scryptWithinBounds(parameters) || hash.length < 16 || hash.length > 128) return undefined;
  return { ...parameters, salt, hash };
}

/** Lanes that each log2 of N needs at least with r = 8 (OWASP Password Storage Cheat Sheet). */
const floors: Readonly<Record<number, number>> = { 13: 10, 14: 5, 15: 3, 16: 2 };

function checkParameters(logCost: number, parameters: ScryptParameters): void {
  const least = logCost >= 17 ? 1 : (floors[logCost] ?? Number.POSITIVE_INFINITY);
  const enough = parameters.blockSize >= 8 && parameters.parallelization >= least;
  if (!enough || !scryptWithinBounds(parameters)) {
    throw new RangeError(
      'scrypt: parameters are too weak or too large; take logCost 17, blockSize 8, parallelization 1',
    );
  }
}
