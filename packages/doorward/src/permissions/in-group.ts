import { allowed, denied, requiringUser, type UserPermission } from '../core/permission.ts';
import { listedGroups } from './answers.ts';
import type { PermissionSource } from './permission-source.ts';
import { isActive } from './user-flags.ts';

/**
 * Lets in the active members of a group. Superusers are members only if they are.
 *
 * *Use when* belonging matters and not a single permission.
 *
 * @throws TypeError when the source knows no groups.
 *
 * @example
 * ```ts
 * import { inGroup } from 'doorward/permissions';
 *
 * const editors = inGroup('editors', {
 *   permissionsOf: () => new Set(),
 *   groupsOf: (user: string) => new Set(user === 'alice' ? ['editors'] : []),
 * });
 * editors.requiresUser; // => true
 * ```
 */
export function inGroup<User>(name: string, from: PermissionSource<User>): UserPermission<User> {
  if (from.groupsOf === undefined) {
    throw new TypeError('inGroup needs a source that knows groups; give it a `groupsOf`.');
  }
  return requiringUser(async (context) => {
    if (context.auth === null || !isActive(context.user)) return denied;
    return (await listedGroups(context, from)).has(name) ? allowed : denied;
  });
}
