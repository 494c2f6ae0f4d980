import { NotFound } from '../../http/errors.ts';
import { type Parts, unusablePassword } from './parts.ts';
import {
  isHashable,
  type PasswordFlaw,
  type PasswordOwner,
  passwordFlaws,
} from './password-rules.ts';
import type { User } from './user.ts';
import { type FieldErrors, refuseErrors } from './user-fields.ts';
import type { PasswordOptions } from './user-verbs.ts';

/** How a new password is set. */
export interface SetPasswordOptions extends PasswordOptions {
  /** Public id of the one session that goes on; all others end. Default: none goes on. */
  readonly keepSession?: string;
}

/** The verbs about passwords. A new password ends whatever was issued under the old one. */
export interface PasswordVerbs {
  /** All that is wrong with a password for this owner; for forms. */
  checkPassword(password: string, owner: PasswordOwner): readonly PasswordFlaw[];
  /**
   * Sets a password without asking for the old one: after a reset, or by an operator. Null makes
   * logging in with a password impossible.
   * @throws ValidationError for `password`; NotFound when the account is gone.
   */
  setPassword(user: User, password: string | null, options?: SetPasswordOptions): Promise<User>;
  /**
   * Changes the password for somebody who knows the old one. Of two changes at once, one wins.
   * @throws ValidationError for `old_password` and `new_password`.
   */
  changePassword(
    user: User,
    oldPassword: string,
    newPassword: string,
    options?: Pick<SetPasswordOptions, 'keepSession'>,
  ): Promise<User>;
}

const wrongOld: FieldErrors = {
  old_password: ['Your old password was entered incorrectly. Please enter it again.'],
};

/** The verbs about passwords over their parts. */
export function passwordVerbs({ store, hashes, events, rules, now }: Parts): PasswordVerbs {
  async function tell(name: string, user: User, keepSession: string | undefined): Promise<void> {
    const data = keepSession === undefined ? {} : { data: { keepSession } };
    await events.emit({ name, at: now(), userId: user.id, user, ...data });
  }

  function errorsOf(
    field: string,
    password: string,
    owner: PasswordOwner,
    asked: Parts['rules'] = rules,
  ): FieldErrors {
    const flaws = passwordFlaws(asked, password, owner);
    return flaws.length === 0 ? {} : { [field]: flaws.map(({ message }) => message) };
  }

  return {
    checkPassword: (password, owner) => passwordFlaws(rules, password, owner),

    async setPassword(user, password, { anyPassword = false, keepSession } = {}) {
      if (password !== null) {
        refuseErrors(errorsOf('password', password, user, anyPassword ? [] : rules));
      }
      const encoded = password === null ? unusablePassword() : await hashes.hash(password);
      const changed = await store.setPassword(user.id, encoded);
      if (changed === undefined) throw new NotFound();
      await tell('password.set', changed, keepSession);
      return changed;
    },

    async changePassword(user, oldPassword, newPassword, { keepSession } = {}) {
      const login = await store.findLoginById(user.id);
      const known =
        isHashable(oldPassword) && (await hashes.verify(oldPassword, login?.password)).ok;
      const errors = errorsOf('new_password', newPassword, login?.user ?? user);
      refuseErrors({ ...(known ? undefined : wrongOld), ...errors });
      const encoded = await hashes.hash(newPassword);
      const version = login?.user.credentialVersion ?? 0;
      const changed = await store.replacePassword(user.id, version, encoded);
      // Somebody changed it meanwhile: what was proved is not the old password any more.
      if (changed === undefined) refuseErrors(wrongOld);
      await tell('password.changed', changed as User, keepSession);
      return changed as User;
    },
  };
}
