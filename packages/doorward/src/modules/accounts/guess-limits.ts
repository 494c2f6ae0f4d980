import type { AuthRequest } from '../../core/auth-request.ts';
import { sha256 } from '../../crypto/digest.ts';
import { Throttled } from '../../http/errors.ts';
import { addressKey } from '../../http/ip-address.ts';
import type {
  PasswordFailure,
  PasswordMatch,
  PasswordSource,
} from '../../schemes/password-source.ts';
import type { Counters } from '../../storage/counters.ts';
import { loginKey } from './login-name.ts';

/** So many in so long. */
export interface GuessRate {
  readonly limit: number;
  readonly windowMs: number;
}

/** Options of {@link limitGuesses}. */
export interface GuessLimits {
  readonly counters: Counters;
  /** Wrong passwords for one account, whoever sends them. A right one starts the count afresh. */
  readonly perAccount: GuessRate;
  /** Wrong passwords from one address; an IPv6 /64 counts as one. A right one changes nothing. */
  readonly perAddress: GuessRate;
}

/**
 * A password source that answers 429 once too many guesses were wrong, before any password is
 * looked at: over the limit even the right one waits.
 *
 * *Use when* several doors check passwords (a page, an endpoint, Basic): give all of them this
 * one, so that they share their counts. Guesses that run at the same moment are counted before
 * they are answered; an outage counts for nothing.
 *
 * @throws Throttled from `check`, with the seconds to wait.
 */
export function limitGuesses<User>(
  source: PasswordSource<User>,
  { counters, perAccount, perAddress }: GuessLimits,
): PasswordSource<User> {
  const running = new Map<string, number>();

  /** Refuses when the guesses that are being answered could already use up what is left. */
  async function reserve(key: string, { limit, windowMs }: GuessRate, now: number): Promise<void> {
    const { remaining, waitMs } = await counters.peek(key, limit, windowMs, now);
    const others = running.get(key) ?? 0;
    if (others >= remaining) throw new Throttled({ retryAfter: Math.max(1, waitMs / 1_000) });
    running.set(key, others + 1);
  }

  function release(key: string): void {
    const left = (running.get(key) ?? 1) - 1;
    if (left > 0) running.set(key, left);
    else running.delete(key);
  }

  async function check(
    username: string,
    password: string,
    request: AuthRequest,
  ): Promise<PasswordMatch<User> | PasswordFailure> {
    const now = request.now.getTime();
    // Digests: what somebody typed as a name, perhaps a password, is kept nowhere.
    const account = `guess/account/${sha256(loginKey(username) ?? username)}`;
    const address = `guess/address/${addressKey(request.client.address ?? '')}`;
    await reserve(address, perAddress, now);
    try {
      await reserve(account, perAccount, now);
      try {
        const said = await source.check(username, password, request);
        if ('failed' in said) {
          await counters.take(account, perAccount.limit, perAccount.windowMs, now);
          await counters.take(address, perAddress.limit, perAddress.windowMs, now);
        } else {
          await counters.forget(account);
        }
        return said;
      } finally {
        release(account);
      }
    } finally {
      release(address);
    }
  }

  return { current: (username) => source.current(username), check };
}
