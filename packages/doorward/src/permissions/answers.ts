import type { Awaitable } from '../core/auth-request.ts';
import type { AuthContext } from '../core/scheme.ts';
import type { PermissionSource } from './permission-source.ts';

/** Somebody who is signed in. */
export type SignedIn<User> = Extract<AuthContext<User>, { readonly auth: object }>;

interface Answers {
  permissions?: Awaitable<ReadonlySet<string>>;
  groups?: Awaitable<ReadonlySet<string>>;
}

/**
 * What sources have said during one request. Not a store of its own: every entry hangs on the
 * context of its request and goes with it, so nothing is remembered from one request to the next.
 */
const answers = new WeakMap<object, Map<object, Answers>>();

function answersFor(context: object, source: object): Answers {
  const bySource = answers.get(context) ?? new Map<object, Answers>();
  answers.set(context, bySource);
  const known = bySource.get(source) ?? {};
  bySource.set(source, known);
  return known;
}

/** What the user of this request may do, asked of one source at most once. */
export function listedPermissions<User>(
  context: SignedIn<User>,
  source: PermissionSource<User>,
): Awaitable<ReadonlySet<string>> {
  const known = answersFor(context, source);
  known.permissions ??= source.permissionsOf(context.user);
  return known.permissions;
}

/** The groups of the user of this request, asked of one source at most once. */
export function listedGroups<User>(
  context: SignedIn<User>,
  source: PermissionSource<User>,
): Awaitable<ReadonlySet<string>> {
  const known = answersFor(context, source);
  known.groups ??= source.groupsOf?.(context.user) ?? new Set<string>();
  return known.groups;
}
