import type { AuthRequest, Awaitable } from '../core/auth-request.ts';
import type { Accepted, AuthScheme, Outcome, Rejected } from '../core/scheme.ts';
import type { Switches } from '../core/switches.ts';
import { type BasicCredentials, type BasicFault, parseBasic } from '../http/basic-credentials.ts';
import { hasWhitespace } from '../http/credentials.ts';
import { isLoopback } from '../http/ip-address.ts';
import { offered } from './offered.ts';
import { type PasswordMemory, passwordMemory } from './password-memory.ts';
import type { PasswordSource } from './password-source.ts';

/** Options of {@link basic}: how passwords are checked, and what differs from the defaults. */
export type BasicOptions<User> = BasicSettings & (VerifyOption<User> | AccountsOption<User>);

/** What every kind of Basic may set. */
export interface BasicSettings {
  /** Where the credentials hold. Printable ASCII. Default: `api`. */
  readonly realm?: string;
  /**
   * `utf-8`: the challenge says `charset="UTF-8"`. `latin-1`: it says nothing, as Django REST
   * framework's. How credentials are read is the policy's `switches`' matter. Default: `utf-8`.
   */
  readonly charset?: 'utf-8' | 'latin-1';
  /**
   * Take passwords over plain http from other machines too. Default: false; they would pass every
   * network on the way in clear text.
   */
  readonly allowInsecure?: boolean;
}

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

/**
 * Authenticates with a user name and password in every request.
 *
 * *Use when* scripts call a server, or a page needs a lock and nothing more. Browsers send the
 * credentials by themselves, so unsafe requests have their origin checked. A changed password or a
 * closed account counts at once, although right pairs are remembered. Over plain http it refuses
 * before it looks, except from this machine.
 *
 * @throws TypeError when `verify` and `accounts` are both given or both missing, or the remembered
 *   seconds are not 0 to 60.
 * @see RFC 7617
 *
 * @example
 * ```ts
 * import { policy } from 'doorward';
 * import { authenticated } from 'doorward/permissions';
 * import { basic, fixedUsers } from 'doorward/schemes';
 *
 * const login = basic({
 *   realm: 'Login Required',
 *   verify: fixedUsers({ admin: 'a long and secret phrase' }),
 * });
 * const members = policy({ schemes: [login], permission: authenticated });
 * ```
 */
export function basic<User>(options: BasicOptions<User>): AuthScheme<User> {
  const { realm = 'api', charset = 'utf-8', allowInsecure = false } = options;
  const check = passwordCheck(options);
  const challenge = {
    scheme: 'Basic',
    params: charset === 'utf-8' ? { realm, charset: 'UTF-8' } : { realm },
  };
  return {
    name: 'Basic',
    ambient: true,
    authenticate(request, switches) {
      const word = offered(request, 'Basic', switches);
      if (word === undefined) return undefined;
      if (!allowInsecure && !isPrivate(request)) return insecure;
      const pair = readPair(word, switches);
      return 'accepted' in pair ? pair : check(pair.userId, pair.password, request);
    },
    challenge: () => challenge,
  };
}

type Check<User> = (
  username: string,
  password: string,
  request: AuthRequest,
) => Promise<Outcome<User>>;

const insecure: Rejected = {
  accepted: false,
  code: 'insecure_transport',
  detail: 'Passwords are not taken over plain http; use https.',
  reason: 'insecure_transport',
};

/** Whether nobody between the client and us could read along. */
function isPrivate({ client }: AuthRequest): boolean {
  return client.secure || (client.peer !== undefined && isLoopback(client.peer));
}

function readPair(word: string, switches: Switches): BasicCredentials | Rejected {
  if (word === '') return malformed('No credentials provided.');
  if (hasWhitespace(word)) return malformed('Credentials string should not contain spaces.');
  const lenient = switches.credentialsDecoding === 'lenient';
  let pair: BasicCredentials | BasicFault = parseBasic(word, { lenient });
  if (isFault(pair) && pair.error === 'charset' && switches.credentialsCharset === 'latin-1') {
    pair = parseBasic(word, { lenient: true });
  }
  return isFault(pair) ? malformed('Credentials not correctly base64 encoded.') : pair;
}

function isFault(pair: BasicCredentials | BasicFault): pair is BasicFault {
  return 'error' in pair;
}

function malformed(what: string): Rejected {
  return {
    accepted: false,
    code: 'malformed_credentials',
    detail: `Invalid basic header. ${what}`,
    reason: 'malformed',
  };
}

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

function passwordCheck<User>(options: BasicOptions<User>): Check<User> {
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
): Check<User> {
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
