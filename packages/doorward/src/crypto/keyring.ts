import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { checkedSecret, type Secret } from './secret.ts';

/** Keys for every purpose, derived from the program's secrets. */
export interface Keyring {
  /** The key new things are signed with. */
  key(purpose: string): KeyObject;
  /** The keys old things may have been signed with: the current one first, then the retired. */
  keys(purpose: string): readonly [KeyObject, ...KeyObject[]];
}

/**
 * Derives one key for each purpose from the program's secrets, so that what is signed for one use
 * is worth nothing in another.
 *
 * *Use when* a module signs or authenticates anything. To change the secret without undoing what
 * is signed, put the new one first and keep the old ones behind it for as long as their signatures
 * live.
 *
 * @param secrets The current secret, then retired ones; each as {@link checkedSecret} wants it.
 * @throws RangeError for a secret that is too short or known, or a purpose that is not made of
 *   lower-case words (`a-z`, digits, `-`, `.`, `/`).
 * @see RFC 5869 (HKDF with SHA-256, `info` is `doorward/<purpose>/v1`)
 * @example
 * ```ts
 * import { keyring, Secret } from 'doorward/crypto';
 *
 * const before = Secret.generate();
 * const ring = keyring([Secret.generate(), before]);
 * ring.keys('signed-cookie').length; // => 2
 * ring.key('signed-cookie').equals(ring.key('csrf')); // => false
 * ```
 */
export function keyring(secrets: readonly [Secret, ...Secret[]]): Keyring {
  const [first, ...others] = secrets;
  const current = checkedSecret(first);
  const retired = others.map((secret) => checkedSecret(secret, 'retired secret'));
  const derived = new Map<string, readonly [KeyObject, ...KeyObject[]]>();

  function keys(purpose: string): readonly [KeyObject, ...KeyObject[]] {
    const known = derived.get(purpose);
    if (known !== undefined) return known;
    if (!/^[a-z0-9][a-z0-9./-]*$/.test(purpose)) {
      throw new RangeError('keyring: a purpose is made of a-z, 0-9, "-", "." and "/"');
    }
    const made = [
      subkey(current, purpose),
      ...retired.map((secret) => subkey(secret, purpose)),
    ] as const;
    derived.set(purpose, made);
    return made;
  }

  return { key: (purpose) => keys(purpose)[0], keys };
}

function subkey(secret: Secret, purpose: string): KeyObject {
  const bytes = hkdfSync('sha256', secret.reveal(), '', `doorward/${purpose}/v1`, 32);
  return createSecretKey(Buffer.from(bytes));
}
