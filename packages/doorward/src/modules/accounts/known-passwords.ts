import { readFileSync } from 'node:fs';
import { characterCount } from './characters.ts';
import type { PasswordFlaw, PasswordOwner, PasswordRule } from './password-rules.ts';
import { words } from './password-rules.ts';

const tooCommon: PasswordFlaw = {
  code: 'password_too_common',
  message: 'This password is too common.',
};

/** Options of {@link notCommon}. */
export interface NotCommonOptions {
  /** The list, in lower case. Default: the 18,950 passwords in `data/common-passwords.txt`. */
  readonly passwords?: Iterable<string>;
  /**
   * Refuse common passwords made longer, too: repeated (`passwordpassword`), or with digits and
   * signs around them (`password1234567!`). Default true; Django does not.
   */
  readonly stretched?: boolean;
}

/**
 * Not one of the passwords that everybody tries first, whatever its case.
 *
 * The bundled list is read at the first use and kept by the rule.
 *
 * *Use when* putting rules together by hand; {@link defaultPasswordRules} hold it.
 *
 * @see NIST SP 800-63B-4 §3.1.1.2, OWASP ASVS 5.0 §6.2.4
 * @example
 * ```ts
 * import { notCommon, passwordFlaws } from 'doorward/accounts';
 *
 * const owner = { username: 'alice', firstName: '', lastName: '', email: '' };
 * passwordFlaws([notCommon()], 'Letmein123', owner)[0]?.message; // => 'This password is too common.'
 * ```
 */
export function notCommon(options: NotCommonOptions = {}): PasswordRule {
  const { passwords, stretched = true } = options;
  let list: ReadonlySet<string> | undefined;
  return {
    help: 'Your password can’t be a commonly used password.',
    check(password) {
      list ??= new Set(passwords ?? bundledPasswords());
      const lower = password.toLowerCase().trim();
      const candidates = stretched ? [lower, core(lower), repeated(lower)] : [lower];
      return candidates.some((text) => list?.has(text)) || (stretched && isOneShortUnit(lower))
        ? tooCommon
        : undefined;
    },
  };
}

function bundledPasswords(): readonly string[] {
  // As far from src/modules/accounts as from dist/modules/accounts.
  const file = new URL('../../../data/common-passwords.txt', import.meta.url);
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}

/** A text without the digits and signs around it. */
function core(text: string): string {
  const characters = Array.from(text);
  const first = characters.findIndex(isLetter);
  return characters.slice(Math.max(first, 0), characters.findLastIndex(isLetter) + 1).join('');
}

function isLetter(character: string): boolean {
  return /\p{L}/u.test(character);
}

/** The shortest text that, repeated, gives this one; the last time may be cut short. */
function repeated(text: string): string {
  // The failure function of Knuth, Morris and Pratt: linear, whatever the text.
  const border = [0];
  for (let at = 1, matched = 0; at < text.length; at += 1) {
    while (matched > 0 && text[at] !== text[matched]) matched = border[matched - 1] as number;
    if (text[at] === text[matched]) matched += 1;
    border.push(matched);
  }
  return text.slice(0, text.length - (border.at(-1) ?? 0));
}

function isOneShortUnit(text: string): boolean {
  const unit = repeated(text).length;
  return unit > 0 && unit <= 4 && text.length >= 2 * unit;
}

/** Options of {@link noContextWords}. */
export interface NoContextWordsOptions {
  /** Words that anybody would try here: the service's name, its domain, its trade. Default: none. */
  readonly words?: readonly string[];
  /** How many characters must be left when the words are taken away. Default 8. */
  readonly remainder?: number;
}

const leastWord = 3;

/**
 * Not built from words that are known here: the operator's own, and the owner's names and
 * address. A word may stand in a password as long as enough is left without it.
 *
 * *Use when* the service has a name that people would put into their password.
 *
 * @see OWASP ASVS 5.0 §6.2.11
 */
export function noContextWords(options: NoContextWordsOptions = {}): PasswordRule {
  const { words: own = [], remainder = 8 } = options;
  const fixed = own.map((word) => word.normalize('NFC').toLowerCase());
  const flaw = {
    code: 'password_context_word',
    message: 'This password is built from words that are easy to guess here.',
  };
  return {
    help: 'Your password can’t be built from your names or the name of this service.',
    check(password, owner) {
      const lower = password.toLowerCase();
      const known = [...fixed, ...ownWords(owner)].filter((word) => word.length >= leastWord);
      // The longest first, or a part of it would be taken away and leave the rest.
      known.sort((one, other) => other.length - one.length);
      const left = known.reduce((text, word) => text.replaceAll(word, ''), lower);
      return left !== lower && characterCount(left) < remainder ? flaw : undefined;
    },
  };
}

function ownWords({ username, firstName, lastName, email }: PasswordOwner): readonly string[] {
  return [username, firstName, lastName, email]
    .map((value) => value.toLowerCase())
    .flatMap((value) => [value, ...words(value)]);
}
