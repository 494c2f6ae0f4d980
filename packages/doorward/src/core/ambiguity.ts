import { parseChallenges } from '../http/challenge.ts';
import { ParseError } from '../http/errors.ts';
import type { RequestView } from './auth-request.ts';
import type { Switches } from './switches.ts';

/**
 * Refuses a request that answers "who are you" twice: servers and proxies disagree which of the
 * answers counts, so neither does. Several `Authorization` lines arrive here joined by a comma.
 * Django joins them as well and calls the result malformed, so the lenient switch leaves it to the
 * schemes.
 *
 * @throws ParseError
 * @see RFC 9110 §5.3, §7.2
 */
export function checkUnambiguous({ headers }: RequestView, switches: Switches): void {
  if (headers.get('host')?.includes(',') === true) {
    throw new ParseError('The request names more than one host.');
  }
  const authorization = headers.get('authorization');
  if (authorization?.includes(',') !== true || switches.credentialsDecoding === 'lenient') return;
  // The grammar of a list of credentials is that of a list of challenges (RFC 9110 §11.3, §11.4).
  const elements = parseChallenges(authorization) ?? [];
  const offers = elements.filter(({ params, token68 }) => params ?? token68);
  if (offers.length > 1) {
    throw new ParseError('The request offers more than one set of credentials.');
  }
}
