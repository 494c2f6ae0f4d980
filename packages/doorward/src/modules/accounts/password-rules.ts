import { isLongerThan } from './characters.ts';
import type { User } from './user.ts';

/** Whose password it is, as far as a password must not be like it. */
export type PasswordOwner = Pick<User, 'username' | 'firstName' | 'lastName' | 'email'>;

/** What is wrong with a password: Django's code, and a text for whoever chose it. */
export interface PasswordFlaw {
  readonly code: string;
  readonly message: string;
}

/** A rule for new passwords. It must be quick: it runs for every one that is set. */
export interface PasswordRule {
  /** The rule in one sentence, to be shown before a password is chosen. */
  readonly help: string;
  /** Undefined: nothing wrong. The password is in NFC. */
  check(password: string, owner: PasswordOwner): PasswordFlaw | undefined;
}

const mostCharacters = 256;
const mostBytes = 1_024;

/**
 * Whether a password is short enough to be worth a hash. Looked at before any work is done for
 * it, at log-in as well.
 *
 * @see CVE-2013-1443
 */
export function isHashable(password: string): boolean {
  return password.length <= mostBytes && Buffer.byteLength(password) <= mostBytes;
}

/**
 * All that is wrong with a new password, in the order of the rules. Too long a password, or one
 * that is not text, is not shown to them.
 *
 * *Use when* a form wants to tell everything at once; the accounts' verbs ask by themselves.
 */
export function passwordFlaws(
  rules: readonly PasswordRule[],
  password: string,
  owner: PasswordOwner,
): readonly PasswordFlaw[] {
  if (!password.isWellFormed()) {
    const message = 'This password holds characters that are not Unicode text.';
    return [{ code: 'password_not_text', message }];
  }
  const text = isHashable(password) ? password.normalize('NFC') : password;
  if (!isHashable(text) || isLongerThan(text, mostCharacters)) {
    const message = `This password is too long. It must contain at most ${mostCharacters} characters.`;
    return [{ code: 'password_too_long', message }];
  }
  return rules.flatMap((rule) => rule.check(text, owner) ?? []);
}

/**
 * At least so many characters. Default 15, the least for a password that stands alone; 8 where a
 * second factor is always asked for.
 *
 * @see NIST SP 800-63B-4 §3.1.1.2
 */
export function minimumLength(least = 15): PasswordRule {
  const help = `Your password must contain at least ${least} characters.`;
  const flaw = {
    code: 'password_too_short',
    message: `This password is too short. It must contain at least ${least} characters.`,
  };
  return {
    help,
    check: (password) => (isLongerThan(password, least - 1) ? undefined : flaw),
  };
}

/** Not made of digits alone, of whatever script. */
export function notNumeric(): PasswordRule {
  const flaw = {
    code: 'password_entirely_numeric',
    message: 'This password is entirely numeric.',
  };
  return {
    help: 'Your password can’t be entirely numeric.',
    check: (password) => (/^\p{Nd}+$/u.test(password) ? flaw : undefined),
  };
}

/** Options of {@link notSimilar}. */
export interface NotSimilarOptions {
  /** From how much likeness on a password is refused: 0.1 to 1. Default 0.7. */
  readonly maxSimilarity?: number;
}

const attributes: readonly (readonly [keyof PasswordOwner, label: string])[] = [
  ['username', 'username'],
  ['firstName', 'first name'],
  ['lastName', 'last name'],
  ['email', 'email address'],
];

/**
 * Not like the owner's names and address, nor any part of them, by Django's measure.
 *
 * @throws RangeError for a likeness out of bounds.
 */
export function notSimilar({ maxSimilarity = 0.7 }: NotSimilarOptions = {}): PasswordRule {
  if (!(maxSimilarity >= 0.1 && maxSimilarity <= 1)) {
    throw new RangeError('notSimilar: maxSimilarity is from 0.1 to 1');
  }
  return {
    help: 'Your password can’t be too similar to your other personal information.',
    check(password, owner) {
      const lower = password.toLowerCase();
      const found = attributes.find(([name]) => {
        const value = owner[name].toLowerCase();
        return (
          value !== '' &&
          [...words(value), value].some((part) => likeness(lower, part) >= maxSimilarity)
        );
      });
      if (found === undefined) return undefined;
      const message = `The password is too similar to the ${found[1]}.`;
      return { code: 'password_too_similar', message };
    },
  };
}

/** The runs of letters and digits in a text. */
export function words(text: string): readonly string[] {
  return text.split(/[^\p{L}\p{N}_]+/u).filter((word) => word !== '');
}

/** How many characters two texts share, whatever their order: 0 to 1. */
export function likeness(one: string, other: string): number {
  const counts = new Map<string, number>();
  let length = 0;
  for (const character of other) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
    length += 1;
  }
  let shared = 0;
  for (const character of one) {
    const left = counts.get(character) ?? 0;
    if (left > 0) {
      counts.set(character, left - 1);
      shared += 1;
    }
    length += 1;
  }
  return length === 0 ? 1 : (2 * shared) / length;
}
