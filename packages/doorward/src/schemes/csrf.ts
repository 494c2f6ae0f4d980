import type { Keyring } from '../crypto/keyring.ts';
import { mac, macMatches } from '../crypto/mac.ts';
import { randomToken } from '../crypto/random.ts';

/** Tokens that prove that a request was sent by a page of ours. */
export interface CsrfTokens {
  /**
   * A new token for somebody: a session's cookie value, or what stands for one before sign-in.
   * @throws TypeError when the binding is empty: the token would then be good for everybody.
   */
  issue(binding: string): string;
  /** Whether a token was issued for this binding. Takes anything at all, and never throws. */
  verify(token: string, binding: string): boolean;
}

/** 16 random bytes, a dot, and an HMAC-SHA-256; all in base64url. */
const randomLength = 22;
const tokenLength = randomLength + 1 + 43;

/**
 * Makes and checks CSRF tokens: signed, bound to a session, different each time. Nothing is stored.
 *
 * *Use when* requests are authenticated by a cookie. A token of one session is worth nothing in
 * another, and one planted by a sibling domain is not signed. That each token is random keeps a
 * compressed page from giving it away (BREACH).
 *
 * @example
 * ```ts
 * import { keyring, Secret } from 'doorward/crypto';
 * import { csrfTokens } from 'doorward/schemes';
 *
 * const csrf = csrfTokens(keyring([Secret.generate()]));
 * const token = csrf.issue('the session id of Alice');
 * csrf.verify(token, 'the session id of Alice'); // => true
 * csrf.verify(token, 'the session id of Bob'); // => false
 * ```
 */
export function csrfTokens(ring: Keyring): CsrfTokens {
  return {
    issue(binding) {
      if (binding === '') throw new TypeError('A CSRF token needs something to be bound to.');
      const random = randomToken(16);
      return `${random}.${mac(ring.key('csrf'), signedText(binding, random))}`;
    },
    verify(token, binding) {
      if (token.length !== tokenLength || token[randomLength] !== '.' || binding === '') {
        return false;
      }
      const random = token.slice(0, randomLength);
      const claimed = token.slice(randomLength + 1);
      return macMatches(ring.keys('csrf'), signedText(binding, random), claimed);
    },
  };
}

/** With its lengths, so that no other pair of binding and random gives the same text. */
function signedText(binding: string, random: string): string {
  return `${binding.length}.${random.length}.${binding}.${random}`;
}
