import type { AuthRequest, Awaitable } from '../core/auth-request.ts';
import type { Accepted, Outcome, Rejected } from '../core/scheme.ts';
import { type PasswordMemory, passwordMemory } from './password-memory.ts';
import type { PasswordSource } from './password-source.ts';

/** A function that checks passwords. */
export interface VerifyOption<User> {
  /** The user, when the pair is right. Compare in constant time; see {@link fixedUsers}. */
  readonly verify: (
    username: string,
    password: string,
    request: AuthRequest,
  ) => Awaitable<User | undefined>;
}

/** A source of accounts with slow password hashes. */
export interface AccountsOption<User> {
  readonly accounts: PasswordSource<User>;
  /**
   * How long a right pair is remembered, in seconds, so that its next requests cost a query and no
   * password hash. 0 to 60; 0 remembers nothing. Default: 60.
   */
  readonly rememberSeconds?: number;
}

/** Judges a pair. */
export type PasswordCheck<User> = (
  username: string,
  password: string,
  request: AuthRequest,
) => Promise<Outcome<User>>;

function accepted<User>(user: User): Accepted<User> {
  return { accepted: true, user, methods: ['pwd'] };
}

function wrongPair(reason: string): Rejected {
  return {
    accepted: false,
    code: 'authentication_failed',
    detail: 'Invalid username/password.',
    // Plain `inactive` may be told to the client under DRF's switches; DRF's Basic never tells.
    reason: reason === 'inactive' ? 'inactive_account' : reason,
  };
}

/**
 * The check that the options ask for.
 *
 * @throws TypeError when they ask for none or for two, or to remember for too long.
 */
export function passwordCheck<User>(
  options: VerifyOption<User> | AccountsOption<User>,
): PasswordCheck<User> {
  const given: Partial<VerifyOption<User> & AccountsOption<User>> = options;
  const { verify, accounts, rememberSeconds = 60 } = given;
  if ((verify === undefined) === (accounts === undefined)) {
    throw new TypeError('basic takes either `verify` or `accounts`; give exactly one.');
  }
  if (!(rememberSeconds >= 0 && rememberSeconds <= 60)) {
    throw new TypeError('rememberSeconds is 0 to 60; 0 remembers nothing.');
  }
  if (accounts !== undefined) {
    const memory = rememberSeconds > 0 ? passwordMemory({ seconds: rememberSeconds }) : undefined;
    return accountsCheck(accounts, memory);
  }
  return async (username, password, request) => {
    const user = await verify?.(username, password, request);
    return user === undefined ? wrongPair('wrong_pair') : accepted(user);
  };
}

/** A remembered pair still has to be the account's pair now; only its hash is spared. */
function accountsCheck<User>(
  accounts: PasswordSource<User>,
  memory: PasswordMemory | undefined,
): PasswordCheck<User> {
  return async (username, password, request) => {
    const version = memory?.recall(username, password, request.now);
    if (version !== undefined) {
      const current = await accounts.current(username);
      if (current?.version === version) return accepted(current.user);
      memory?.forget(username, password);
    }
    const match = await accounts.check(username, password, request);
    if ('failed' in match) return wrongPair(match.reason);
    memory?.keep(username, password, match.version, request.now);
    return accepted(match.user);
  };
}
