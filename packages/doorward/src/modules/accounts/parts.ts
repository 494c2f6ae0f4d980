import type { EventStream } from '../../core/events.ts';
import type { PasswordHashes } from '../../crypto/password-hashes.ts';
import { randomText } from '../../crypto/random.ts';
import type { PasswordRule } from './password-rules.ts';
import type { AccountsStore } from './store.ts';

/** What the verbs work with. */
export interface Parts {
  readonly store: AccountsStore;
  readonly hashes: PasswordHashes;
  readonly events: EventStream;
  readonly rules: readonly PasswordRule[];
  readonly now: () => Date;
}

const alphanumerics = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** In place of a hash where no password can match; Django's form, so that it reads it as well. */
export function unusablePassword(): string {
  return `!${randomText(40, alphanumerics)}`;
}
