import type { Awaitable } from '../core/auth-request.ts';
import type { PermissionSource } from './permission-source.ts';

/**
 * Several sources as one: what one of them lists or allows is allowed, in their order.
 *
 * *Use when* permissions come from more than one place: the accounts' own, and a rule of yours. A
 * source that throws `PermissionDenied` before another has said yes ends the search with a no.
 *
 * @example
 * ```ts
 * import { type PermissionSource, sources } from 'doorward/permissions';
 *
 * const own: PermissionSource<string> = { permissionsOf: () => new Set(['blog.view_post']) };
 * const friday: PermissionSource<string> = {
 *   permissionsOf: () => new Set(),
 *   allows: (_user, permission) => (permission === 'blog.add_post' ? true : undefined),
 * };
 * const both = sources(own, friday);
 * await both.permissionsOf('alice'); // => new Set(['blog.view_post'])
 * ```
 */
export function sources<User>(
  ...parts: readonly [PermissionSource<User>, ...PermissionSource<User>[]]
): PermissionSource<User> {
  return {
    parts,
    permissionsOf: (user) => union(parts, (part) => part.permissionsOf(user)),
    ...(parts.some((part) => part.groupsOf !== undefined) && {
      groupsOf: (user: User) => union(parts, (part) => part.groupsOf?.(user) ?? []),
    }),
    async allows(user, permission, subject) {
      let said: boolean | undefined;
      for (const part of parts) {
        said = (await part.allows?.(user, permission, subject)) ?? said;
        if (said === true) return true;
      }
      return said;
    },
  };
}

/** One after the other, so that a part that fails leaves no other one running. */
async function union<Part>(
  parts: readonly Part[],
  ask: (part: Part) => Awaitable<Iterable<string>>,
): Promise<ReadonlySet<string>> {
  const whole = new Set<string>();
  for (const part of parts) for (const item of await ask(part)) whole.add(item);
  return whole;
}
