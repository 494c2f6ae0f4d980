import type { Keyring } from './keyring.ts';
import { mac, macMatches } from './mac.ts';

const longest = 16_384;

/** Anything JSON can hold. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Signs values and knows them again. */
export interface Signer {
  /**
   * The value as text that a client may keep: readable by everyone, changeable by no one.
   *
   * @throws RangeError when the text would be longer than 16 KiB.
   */
  sign(value: Json, options?: SignOptions): string;
  /**
   * The value, when the text is unchanged and not expired at `now`; otherwise `undefined`. What it
   * was when it was signed may be of an older shape: check it like any input.
   */
  verify(signed: string, now: Date): Json | undefined;
}

/** Options of {@link Signer.sign}. */
export interface SignOptions {
  /** The first moment at which the text is worth nothing. Default: never. */
  readonly expiresAt?: Date;
}

/**
 * Makes a signer for one purpose: `<value>.<expiry>.<MAC>`, where value is JSON in base64url and
 * expiry milliseconds since 1970 in base 36, or nothing.
 *
 * *Use when* a small value goes through a client and comes back: a return address, a step of a
 * sign-in, a cookie. It is not encrypted, and can be used as often as one likes until it expires;
 * where once is all, use a ticket.
 *
 * @example
 * ```ts
 * import { keyring, Secret, signer } from 'doorward/crypto';
 *
 * const returns = signer(keyring([Secret.generate()]), 'return-address');
 * const text = returns.sign('/inbox', { expiresAt: new Date(Date.now() + 60_000) });
 * returns.verify(text, new Date()); // => '/inbox'
 * returns.verify(`x${text}`, new Date()); // => undefined
 * ```
 */
export function signer(keyring: Keyring, purpose: string): Signer {
  return {
    sign(value, { expiresAt } = {}) {
      const payload = Buffer.from(JSON.stringify(value)).toString('base64url');
      const body = `${payload}.${expiresAt === undefined ? '' : expiry(expiresAt)}`;
      const signed = `${body}.${mac(keyring.key(purpose), body)}`;
      if (signed.length > longest) throw new RangeError('sign: the value is too long');
      return signed;
    },
    verify(signed, now) {
      if (signed.length > longest) return undefined;
      const end = signed.lastIndexOf('.');
      const body = signed.slice(0, Math.max(end, 0));
      if (!macMatches(keyring.keys(purpose), body, signed.slice(end + 1))) return undefined;
      // From here on the text is our own, whole and unchanged.
      const [payload = '', expires = ''] = body.split('.');
      if (expires !== '' && now.getTime() >= Number.parseInt(expires, 36)) return undefined;
      return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Json;
    },
  };
}

function expiry(at: Date): string {
  const time = at.getTime();
  if (!(time >= 0)) throw new RangeError('sign: expiresAt is not a moment after 1970');
  return time.toString(36);
}
