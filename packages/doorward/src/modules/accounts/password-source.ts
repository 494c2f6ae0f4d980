import type { AuthRequest } from '../../core/auth-request.ts';
import { isOutage } from '../../core/refused.ts';
import type {
  PasswordFailure,
  PasswordMatch,
  PasswordSource,
} from '../../schemes/password-source.ts';
import { loginKey } from './login-name.ts';
import type { Parts } from './parts.ts';
import { isHashable } from './password-rules.ts';
import type { Login } from './store.ts';
import type { User } from './user.ts';

/**
 * The accounts as schemes ask for a name and a password.
 *
 * Whatever the reason for a no, it takes one look-up and one hash, so that neither the answer nor
 * its time tells whether an account exists. The reason goes to the listeners of `sign-in.failed`;
 * of an unknown account they do not hear the name, which may be a password in the wrong field.
 *
 * @see CVE-2024-39329
 */
export function passwordSource(
  parts: Pick<Parts, 'store' | 'hashes' | 'events'>,
): PasswordSource<User> {
  const { store, hashes, events } = parts;

  async function failed(
    reason: string,
    login: Login | undefined,
    { client, now }: AuthRequest,
  ): Promise<PasswordFailure> {
    await events.emit({
      name: 'sign-in.failed',
      at: now,
      reason,
      ...(login === undefined ? undefined : { userId: login.user.id }),
      ...(client.address === undefined ? undefined : { address: client.address }),
    });
    return { failed: true, reason };
  }

  return {
    async current(username) {
      const user = await store.findByKey(keyOf(username));
      return user?.isActive === true ? matchOf(user) : undefined;
    },

    async check(username, password, request) {
      const login = await store.findLogin(keyOf(username));
      // Too long for every account alike: no hash for anybody.
      const answer = isHashable(password)
        ? await hashes.verify(password, login?.password)
        : undefined;
      if (login === undefined) return failed('unknown_user', login, request);
      if (answer?.ok !== true) return failed(reasonOf(login), login, request);
      // Told apart only by who knows the password.
      if (!login.user.isActive) return failed('inactive', login, request);
      if (answer.outdated) await upgrade(parts, login, password);
      return matchOf(login.user);
    },
  };
}

/** The key to look for; of a name that nobody can have, one that nobody has. */
function keyOf(username: string): string {
  return loginKey(username) ?? '';
}

function matchOf(user: User): PasswordMatch<User> {
  return { user, version: `${user.id}.${user.credentialVersion}` };
}

function reasonOf({ password }: Login): string {
  return password.startsWith('!') ? 'no_password' : 'wrong_password';
}

/**
 * Hashes the password anew, in the format of today. The credentials stay the same, so sessions
 * go on; a password that was changed meanwhile is left alone.
 */
async function upgrade(
  { store, hashes }: Pick<Parts, 'store' | 'hashes'>,
  { user, password: old }: Login,
  password: string,
): Promise<void> {
  try {
    await store.upgradePassword(user.id, old, await hashes.hash(password));
  } catch (error) {
    // The password is right. What is too busy or down now can be made up for at the next log-in.
    if (!isOutage(error)) throw error;
  }
}
