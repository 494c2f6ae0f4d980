import { ValidationError } from '../../http/errors.ts';
import type { RemoteUserSource } from '../../schemes/remote-user.ts';
import type { User } from './user.ts';
import type { UserVerbs } from './user-verbs.ts';

/**
 * The accounts as a scheme asks for a user whom the web server has authenticated. Unknown ones
 * get an account without a password, if the scheme is told to create them.
 */
export function remoteUserSource(
  verbs: Pick<UserVerbs, 'create' | 'findByUsername'>,
): RemoteUserSource<User> {
  async function find(username: string): Promise<User | undefined> {
    const user = await verbs.findByUsername(username);
    return user?.isActive === true ? user : undefined;
  }
  return {
    find,
    async create(username) {
      try {
        return await verbs.create({ username });
      } catch (error) {
        if (!(error instanceof ValidationError)) throw error;
        // Another request was quicker, or nobody can be called that.
        return find(username);
      }
    },
  };
}
