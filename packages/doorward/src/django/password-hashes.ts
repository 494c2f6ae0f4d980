import { hash as digestOf, timingSafeEqual } from 'node:crypto';
import { readArgon2, verifyArgon2 } from '../crypto/argon2.ts';
import { fromBase64 } from '../crypto/base64.ts';
import { isBcrypt, verifyBcrypt } from '../crypto/bcrypt.ts';
import type { HashPool } from '../crypto/hash-pool.ts';
import type { PasswordFormat } from '../crypto/password-hash.ts';
import { decimal } from '../crypto/phc.ts';
import { scryptWithinBounds } from '../crypto/scrypt.ts';
import { djangoFormat } from './password-format.ts';
import { quickPasswordHashes } from './quick-password-hashes.ts';

/** Options of {@link djangoPasswordHashes}. */
export interface DjangoPasswordHashesOptions {
  readonly pool: HashPool;
}

/** The greatest number of PBKDF2 rounds a stored encoding may ask for; Django 6.1 has 1,500,000. */
const mostIterations = 10_000_000;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * Every format in which any Django from 1.4 to 6.1 stored passwords, for verifying only: passwords
 * are taken as received, since Django normalises none, and each is outdated, so that it is stored
 * anew at its owner's next log-in.
 *
 * *Use when* accounts come from Django. The names are `django/` and Django's own: `pbkdf2_sha256`,
 * `pbkdf2_sha1`, `argon2`, `bcrypt_sha256`, `bcrypt`, `scrypt`, `md5`, `sha1`, `unsalted_md5`,
 * `unsalted_sha1`, `crypt`. Leave out what the old system did not have with
 * `.filter(({ name }) => …)`. As in Django, `bcrypt` looks at 72 bytes of a password and `crypt` at
 * eight.
 *
 * @example
 * ```ts
 * import { argon2id, hashPool, passwordHashes } from 'doorward/crypto';
 * import { djangoPasswordHashes } from 'doorward/django';
 *
 * const pool = hashPool();
 * const hashes = passwordHashes({
 *   preferred: argon2id({ pool }),
 *   accepted: djangoPasswordHashes({ pool }),
 * });
 * const encoded =
 *   'pbkdf2_sha256$1000$Na0Cl1Mg2Al3Si4P5S6Ar7$Qkd4Eihw7pSMvBe4zRjW3ZD1UYOh37hSDRX7Oxfclts=';
 * const { ok, outdated } = await hashes.verify('password', encoded);
 * ok && outdated; // => true
 * await pool.close();
 * ```
 */
export function djangoPasswordHashes({
  pool,
}: DjangoPasswordHashesOptions): readonly PasswordFormat[] {
  return [
    pbkdf2(pool, 'pbkdf2_sha256', 'sha256', 32),
    pbkdf2(pool, 'pbkdf2_sha1', 'sha1', 20),
    argon2(pool),
    bcryptSha256(pool),
    bcrypt(pool),
    scrypt(pool),
    ...quickPasswordHashes(pool),
  ];
}

/** `pbkdf2_sha256$<iterations>$<salt>$<base64>`. */
function pbkdf2(
  pool: HashPool,
  name: string,
  digest: 'sha1' | 'sha256',
  length: number,
): PasswordFormat {
  return djangoFormat({
    name,
    read(encoded) {
      const [, rounds, salt, text = '', ...excess] = encoded.split('$');
      const iterations = decimal(rounds) ?? 0;
      const hash = fromBase64(text, true);
      if (iterations < 1 || iterations > mostIterations || excess.length > 0) return undefined;
      if (!salt || hash?.length !== length) return undefined;
      return { iterations, salt: utf8(salt), hash };
    },
    async verify(password, { iterations, salt, hash }) {
      const job = { kind: 'pbkdf2', digest, iterations, password, salt, length } as const;
      return timingSafeEqual(await pool.run(job), hash);
    },
  });
}

/** `argon2` and a PHC string. */
function argon2(pool: HashPool): PasswordFormat {
  return djangoFormat({
    name: 'argon2',
    read: (encoded) => readArgon2(encoded.slice('argon2'.length)),
    verify: (password, encoding) => verifyArgon2(pool, password, encoding),
  });
}

/** `bcrypt_sha256$` and a bcrypt encoding of the password's SHA-256 in lower-case hexadecimal. */
function bcryptSha256(pool: HashPool): PasswordFormat {
  return djangoFormat({
    name: 'bcrypt_sha256',
    read: (encoded) => bcryptPart(encoded, 'bcrypt_sha256$'),
    verify: (password, encoded) => verifyBcrypt(pool, digestOf('sha256', password, 'hex'), encoded),
  });
}

/** `bcrypt$` and a bcrypt encoding of the password's first 72 bytes. */
function bcrypt(pool: HashPool): PasswordFormat {
  return djangoFormat({
    name: 'bcrypt',
    read: (encoded) => bcryptPart(encoded, 'bcrypt$'),
    verify: (password, encoded) => verifyBcrypt(pool, password, encoded),
  });
}

function bcryptPart(encoded: string, prefix: string): string | undefined {
  const part = encoded.slice(prefix.length);
  return isBcrypt(part) ? part : undefined;
}

/** `scrypt$<N>$<salt>$<r>$<p>$<base64 of 64 bytes>`. */
function scrypt(pool: HashPool): PasswordFormat {
  return djangoFormat({
    name: 'scrypt',
    read(encoded) {
      const [, n, salt, r, p, text = '', ...excess] = encoded.split('$');
      const [cost = 0, blockSize = 0, parallelization = 0] = [n, r, p].map(decimal);
      const parameters = { cost, blockSize, parallelization };
      const hash = fromBase64(text, true);
      if (!salt || hash?.length !== 64 || excess.length > 0) return undefined;
      return scryptWithinBounds(parameters) ? { parameters, salt: utf8(salt), hash } : undefined;
    },
    async verify(password, { parameters, salt, hash }) {
      const job = { kind: 'scrypt', ...parameters, password, salt, length: 64 } as const;
      return timingSafeEqual(await pool.run(job), hash);
    },
  });
}
