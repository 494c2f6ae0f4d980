import { noContextWords, notCommon } from './known-passwords.ts';
import { minimumLength, notNumeric, notSimilar, type PasswordRule } from './password-rules.ts';

/** Options of {@link defaultPasswordRules}. */
export interface DefaultPasswordRules {
  /** Characters at least. Default 15; 8 where a second factor is always asked for. */
  readonly minimumLength?: number;
  /** Words that anybody would try here, such as the service's name. Default: none. */
  readonly contextWords?: readonly string[];
}

/**
 * The rules unless others are given: NIST's and the ASVS's, no composition rules.
 *
 * @see NIST SP 800-63B-4 §3.1.1.2, OWASP ASVS 5.0 §6.2
 * @example
 * ```ts
 * import { defaultPasswordRules, passwordFlaws } from 'doorward/accounts';
 *
 * const owner = { username: 'alice', firstName: '', lastName: '', email: '' };
 * const flaws = passwordFlaws(defaultPasswordRules(), 'password1234567!', owner);
 * flaws.map(({ code }) => code); // => ['password_too_common']
 * ```
 */
export function defaultPasswordRules(options: DefaultPasswordRules = {}): readonly PasswordRule[] {
  const { minimumLength: least = 15, contextWords = [] } = options;
  return [
    minimumLength(least),
    notSimilar(),
    notCommon(),
    notNumeric(),
    noContextWords({ words: contextWords }),
  ];
}

/** Django's four validators at their defaults, in the order of its project template. */
export function djangoPasswordRules(): readonly PasswordRule[] {
  return [notSimilar(), minimumLength(8), notCommon({ stretched: false }), notNumeric()];
}
