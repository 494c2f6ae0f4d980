import type { AuthRequest } from '../core/auth-request.ts';
import type { Switches } from '../core/switches.ts';
import { schemeCredentials } from '../http/credentials.ts';

/**
 * What a request offers in `Authorization` under this word; undefined when it offers nothing or
 * something else. The word's case counts only where the switches say so.
 */
export function offered(
  { request }: AuthRequest,
  word: string,
  switches: Pick<Switches, 'schemeCase'>,
): string | undefined {
  const header = request.headers.get('authorization');
  const credentials = schemeCredentials(header, word);
  const isOther =
    switches.schemeCase === 'exact' && header !== null && !header.trimStart().startsWith(word);
  return isOther ? undefined : credentials;
}

/**
 * The text of a field that was sent as UTF-8. Servers hand fields over one octet a character;
 * undefined when the octets are not UTF-8, or when a character is no octet.
 */
export function utf8Field(octets: string): string | undefined {
  for (let at = 0; at < octets.length; at += 1) {
    if (octets.charCodeAt(at) > 0xff) return undefined;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Buffer.from(octets, 'latin1'),
    );
  } catch {
    return undefined;
  }
}
