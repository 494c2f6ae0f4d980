import type { AuthRequest } from '../core/auth-request.ts';
import type { AuthScheme, Rejected } from '../core/scheme.ts';
import type { Switches } from '../core/switches.ts';
import { type BasicCredentials, type BasicFault, parseBasic } from '../http/basic-credentials.ts';
import { hasWhitespace } from '../http/credentials.ts';
import { isLoopback } from '../http/ip-address.ts';
import { checkedChallenge } from './checked-challenge.ts';
import { offered } from './offered.ts';
import { type AccountsOption, passwordCheck, type VerifyOption } from './password-check.ts';

/** Options of {@link basic}: how passwords are checked, and what differs from the defaults. */
export type BasicOptions<User> = BasicSettings & (VerifyOption<User> | AccountsOption<User>);

/** What every kind of Basic may set. */
export interface BasicSettings {
  /** Where the credentials hold. Printable ASCII. Default: `api`. */
  readonly realm?: string;
  /**
   * `utf-8`: the challenge says `charset="UTF-8"`. `latin-1`: it says nothing, as Django REST
   * framework's. Default: the policy's `credentialsCharset`, by which credentials are read as well.
   */
  readonly charset?: 'utf-8' | 'latin-1';
  /**
   * Take passwords over plain http from other machines too. Default: false; they would pass every
   * network on the way in clear text.
   */
  readonly allowInsecure?: boolean;
}

/**
 * Authenticates with a user name and password in every request.
 *
 * *Use when* scripts call a server, or a page needs a lock and nothing more. Browsers send the
 * credentials by themselves, so unsafe requests have their origin checked. A changed password or a
 * closed account counts at once, although right pairs are remembered. Over plain http it refuses
 * before it looks, except from this machine; a proxy that speaks TLS has to be trusted and say so.
 *
 * @throws TypeError when `verify` and `accounts` are both given or both missing, the remembered
 *   seconds are not 0 to 60, or the realm cannot be sent.
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
  const { realm = 'api', charset, allowInsecure = false } = options;
  const check = passwordCheck(options);
  const plain = checkedChallenge({ scheme: 'Basic', params: { realm } });
  const utf8 = checkedChallenge({ scheme: 'Basic', params: { realm, charset: 'UTF-8' } });
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
    challenge: (_request, _because, { credentialsCharset }) =>
      (charset ?? credentialsCharset) === 'utf-8' ? utf8 : plain,
  };
}

const insecure: Rejected = {
  accepted: false,
  code: 'insecure_transport',
  detail: 'Passwords are not taken over plain http; use https.',
  reason: 'insecure_transport',
};

/** Whether nobody between the client and us could read along. */
function isPrivate({ client: { secure, peer, address } }: AuthRequest): boolean {
  // The peer alone could be a proxy on this machine, with a client far away behind it.
  return secure || (isLoopback(peer ?? '') && isLoopback(address ?? ''));
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
