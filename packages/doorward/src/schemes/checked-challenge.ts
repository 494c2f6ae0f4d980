import { type Challenge, formatChallenge } from '../http/challenge.ts';

/**
 * The challenge, if it can be sent: a realm that cannot is a fault to hear of at start, not in
 * place of the first 401.
 *
 * @throws TypeError when its scheme or a parameter cannot be written.
 */
export function checkedChallenge(challenge: Challenge): Challenge {
  formatChallenge(challenge);
  return challenge;
}
