import type { PermissionSource } from '../../permissions/permission-source.ts';
import type { GroupStore } from './store.ts';
import type { User } from './user.ts';

const none: ReadonlySet<string> = new Set();

/**
 * What users may do, by what they and their groups were granted. Inactive users may do nothing,
 * superusers everything there is. Asked of the store each time, so that a removal bites at once.
 */
export function permissionSource(store: GroupStore): PermissionSource<User> {
  return {
    async permissionsOf(user) {
      if (!user.isActive) return none;
      const codes = user.isSuperuser ? store.allPermissions() : store.permissionsOf(user.id);
      return new Set(await codes);
    },
    async groupsOf(user) {
      return user.isActive ? new Set(await store.groupsOf(user.id)) : none;
    },
  };
}
