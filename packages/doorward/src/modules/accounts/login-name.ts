import { isLongerThan } from './characters.ts';

const mostCharacters = 150;
/** Longer texts cannot become 150 characters by normalisation, and are not worth the work. */
const mostUnits = 1_200;
const ascii = /^[\x21-\x7e]*$/;
/** Letters, digits, `@ . + - _`, and marks (most scripts of India and Thailand need them), but not to begin with. */
const wellFormedName = /^(?!\p{M})[\p{L}\p{N}\p{M}@.+_-]+$/u;

/**
 * A login name as it is stored: in Unicode's compatibility form, so that `ﬀoo` and `ffoo` are one.
 *
 * @see Unicode Standard Annex 15 (NFKC)
 */
export function normalizedUsername(name: string): string {
  return ascii.test(name) ? name : name.normalize('NFKC');
}

/**
 * What makes two login names the same: the compatibility form without regard to case. Every claim
 * and every look-up of a name goes through here. Undefined for a text that nobody can be called.
 *
 * The fold is Unicode's own, character by character, so that it depends on no language and no
 * neighbour: the Kelvin sign is `k`, `ς` is `σ`, and the Turkish `ı` is not `i`.
 *
 * @see Unicode Standard §5.18; CVE-2019-19844
 * @example
 * ```ts
 * import { loginKey } from 'doorward/accounts';
 *
 * loginKey('ⒶLICE'); // => 'alice'
 * loginKey('mıke') === loginKey('mike'); // => false
 * ```
 */
export function loginKey(name: string): string | undefined {
  if (name === '' || name.length > mostUnits) return undefined;
  if (ascii.test(name)) return name.toLowerCase();
  if (!name.isWellFormed() || name.includes('\0')) return undefined;
  // Folding can bring forth a sequence that composes into a character with another fold.
  return folded(folded(name));
}

function folded(name: string): string {
  let text = '';
  for (const character of name.normalize('NFKC')) {
    text += character === 'ı' ? character : character.toUpperCase().toLowerCase();
  }
  return text.normalize('NFKC');
}

/** What is wrong with a login name, in Django's words; it must be normalised. */
export function usernameFlaws(name: string): readonly string[] {
  if (name === '') return ['This field may not be blank.'];
  const flaws: string[] = [];
  if (name.length > mostUnits || !wellFormedName.test(name)) {
    flaws.push(
      'Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.',
    );
  }
  if (isLongerThan(name, mostCharacters)) {
    flaws.push(`Ensure this field has no more than ${mostCharacters} characters.`);
  }
  return flaws;
}
