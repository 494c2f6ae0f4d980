import { denied, requiringUser, type UserPermission } from '../core/permission.ts';
import { grants } from './grants.ts';
import type { PermissionSource } from './permission-source.ts';

/**
 * Lets in users who have a permission; active superusers always, inactive users never.
 *
 * *Use when* a route needs one named permission.
 *
 * @param name `<app>.<action>_<model>`, as in `blog.publish_post`.
 * @throws TypeError when the name has no app: it would never be granted.
 *
 * @example
 * ```ts
 * import { hasPermission, type PermissionSource } from 'doorward/permissions';
 *
 * const source: PermissionSource<{ name: string }> = {
 *   permissionsOf: ({ name }) => new Set(name === 'alice' ? ['blog.publish_post'] : []),
 * };
 * const mayPublish = hasPermission('blog.publish_post', source);
 * mayPublish.requiresUser; // => true
 * ```
 */
export function hasPermission<User>(
  name: string,
  from: PermissionSource<User>,
): UserPermission<User> {
  const dot = name.indexOf('.');
  if (dot < 1 || dot === name.length - 1) {
    throw new TypeError(
      `${JSON.stringify(name)} is no permission; write it with its app, like "blog.publish_post".`,
    );
  }
  return requiringUser((context) => (context.auth === null ? denied : grants(context, from, name)));
}
