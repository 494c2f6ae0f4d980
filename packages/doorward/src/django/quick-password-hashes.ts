import { timingSafeEqual } from 'node:crypto';
import type { HashPool } from '../crypto/hash-pool.ts';
import type { PasswordFormat } from '../crypto/password-hash.ts';
import { djangoFormat } from './password-format.ts';

type Digest = 'md5' | 'sha1';

const digits: Readonly<Record<Digest, number>> = { md5: 32, sha1: 40 };

/** Django's formats that protect a stolen record from nobody. They are read to be replaced. */
export function quickPasswordHashes(pool: HashPool): readonly PasswordFormat[] {
  return [
    salted(pool, 'md5'),
    salted(pool, 'sha1'),
    unsalted(pool, 'md5'),
    unsalted(pool, 'sha1'),
    crypt(pool),
  ];
}

/** `md5$<salt>$<hex of the digest of salt and password>`. */
function salted(pool: HashPool, digest: Digest): PasswordFormat {
  return djangoFormat({
    name: digest,
    quick: true,
    recognises: (encoded) => encoded.startsWith(`${digest}$`) && !encoded.startsWith(`${digest}$$`),
    read(encoded) {
      const [, salt, text = '', ...excess] = encoded.split('$');
      const hash = fromHex(text, digits[digest]);
      return salt && hash && excess.length === 0 ? { salt, hash } : undefined;
    },
    async verify(password, { salt, hash }) {
      return timingSafeEqual(
        await pool.run({ kind: 'digest', digest, text: salt + password }),
        hash,
      );
    },
  });
}

/** `md5$$<hex>` or `sha1$$<hex>`, and for MD5 the 32 digits alone. */
function unsalted(pool: HashPool, digest: Digest): PasswordFormat {
  const prefix = `${digest}$$`;
  return djangoFormat({
    name: `unsalted_${digest}`,
    quick: true,
    recognises: (encoded) =>
      encoded.startsWith(prefix) ||
      (digest === 'md5' && fromHex(encoded, digits.md5) !== undefined),
    read: (encoded) =>
      fromHex(encoded.startsWith(prefix) ? encoded.slice(prefix.length) : encoded, digits[digest]),
    async verify(password, hash) {
      return timingSafeEqual(await pool.run({ kind: 'digest', digest, text: password }), hash);
    },
  });
}

/** `crypt$$<two characters of salt, eleven of hash>`. */
function crypt(pool: HashPool): PasswordFormat {
  return djangoFormat({
    name: 'crypt',
    quick: true,
    read: (encoded) =>
      /^crypt\$\$[./0-9A-Za-z]{13}$/.test(encoded) ? encoded.slice('crypt$$'.length) : undefined,
    async verify(password, hash) {
      const salt = hash.slice(0, 2);
      const made = await pool.run({ kind: 'des-crypt', password, salt });
      // crypt(3) ends a password at its first NUL, and Python refuses to hand it one.
      return timingSafeEqual(made, new TextEncoder().encode(hash)) && !password.includes('\0');
    },
  });
}

/** Reads lower-case hexadecimal of exactly that many digits. */
function fromHex(text: string, length: number): Uint8Array | undefined {
  if (text.length !== length || !/^[0-9a-f]*$/.test(text)) return undefined;
  return Uint8Array.from(Buffer.from(text, 'hex'));
}
