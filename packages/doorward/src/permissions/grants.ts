import { allowed, type Denied, denied, type Verdict } from '../core/permission.ts';
import { listedPermissions, type SignedIn } from './answers.ts';
import type { PermissionSource } from './permission-source.ts';
import { isActive, isSuperuser } from './user-flags.ts';

/**
 * Whether a user has a permission, for a subject or for none: inactive users never, active
 * superusers at once, others when a source says so.
 */
export async function grants<User>(
  context: SignedIn<User>,
  source: PermissionSource<User>,
  permission: string,
  subject?: unknown,
): Promise<Verdict> {
  if (!isActive(context.user)) return denied;
  if (isSuperuser(context.user)) return allowed;
  try {
    return (await saysYes(context, source, permission, subject)) ? allowed : denied;
  } catch (error) {
    if (isVeto(error)) return vetoed(error);
    throw error;
  }
}

/** The first source that says yes decides; one that throws a veto ends the search. */
async function saysYes<User>(
  context: SignedIn<User>,
  source: PermissionSource<User>,
  permission: string,
  subject: unknown,
): Promise<boolean> {
  if (source.parts !== undefined) {
    for (const part of source.parts) {
      if (await saysYes(context, part, permission, subject)) return true;
    }
    return false;
  }
  const said = await source.allows?.(context.user, permission, subject);
  // A permission on everything of a kind says nothing about one thing of it.
  if (said !== undefined || subject !== undefined) return said === true;
  return (await listedPermissions(context, source)).has(permission);
}

/** An error that is a 403, such as `PermissionDenied`. */
export function isVeto(error: unknown): error is Error & { readonly status: 403 } {
  return error instanceof Error && 'status' in error && error.status === 403;
}

function vetoed(error: Error): Denied {
  return { ...denied, message: error.message };
}
