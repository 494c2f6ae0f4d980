import type { Switches } from '../core/switches.ts';
import { hasWhitespace } from '../http/credentials.ts';
import { utf8Field } from './offered.ts';

/**
 * The token in what followed the keyword, or what is wrong with it. Strictly it is visible ASCII;
 * leniently whatever is UTF-8.
 */
export function readToken(
  word: string,
  { credentialsDecoding }: Pick<Switches, 'credentialsDecoding'>,
): string | { readonly detail: string } {
  if (word === '') return { detail: 'Invalid token header. No credentials provided.' };
  if (hasWhitespace(word)) {
    return { detail: 'Invalid token header. Token string should not contain spaces.' };
  }
  const key = credentialsDecoding === 'lenient' ? utf8Field(word) : visibleAscii(word);
  return (
    key ?? { detail: 'Invalid token header. Token string should not contain invalid characters.' }
  );
}

function visibleAscii(word: string): string | undefined {
  for (let at = 0; at < word.length; at += 1) {
    const code = word.charCodeAt(at);
    if (code < 0x21 || code > 0x7e) return undefined;
  }
  return word;
}
