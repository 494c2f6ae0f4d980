import { formatChallenge, parseChallenges } from '../http/challenge.ts';

/**
 * The field lines of a response. `Headers` joins several values of a field by commas; cookies must
 * not be joined, and challenges are kinder to old clients one by one (RFC 9110 §11.6.1).
 */
export function responseLines(
  headers: Headers,
): (readonly [name: string, value: string | string[]])[] {
  const lines: (readonly [string, string | string[]])[] = [];
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) lines.push(['set-cookie', cookies]);
  for (const [name, value] of headers) {
    if (name === 'set-cookie') continue;
    const several = name === 'www-authenticate' || name === 'proxy-authenticate';
    lines.push([name, several ? challengeLines(value) : value]);
  }
  return lines;
}

function challengeLines(value: string): string | string[] {
  const challenges = parseChallenges(value);
  if (challenges === undefined || challenges.length < 2) return value;
  try {
    return challenges.map(formatChallenge);
  } catch {
    // Legal in a field, but nothing that is written anew: leave it as the application wrote it.
    return value;
  }
}
