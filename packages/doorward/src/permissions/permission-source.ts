import type { Awaitable } from '../core/auth-request.ts';

/**
 * Where it is known what a user may do.
 *
 * *Use when* rules ask for permissions and must not know how they are kept. Permissions are named
 * `<app>.<action>_<model>`, in lower case. Throws `Unavailable` when it cannot answer; throwing
 * `PermissionDenied` is a veto: no, whatever any later source says.
 */
export interface PermissionSource<User> {
  /** Everything the user may do, by groups too. Asked once a request. */
  permissionsOf(user: User): Awaitable<ReadonlySet<string>>;
  /** The names of the user's groups. Asked once a request. */
  groupsOf?(user: User): Awaitable<ReadonlySet<string>>;
  /**
   * Answers for what cannot be listed, above all for one thing: the subject, or undefined when the
   * question is about none. Undefined: no opinion. About a subject, no opinion is a no.
   */
  allows?(user: User, permission: string, subject: unknown): Awaitable<boolean | undefined>;
  /** The sources that this one stands for, in the order they are asked; see {@link sources}. */
  readonly parts?: readonly PermissionSource<User>[];
}
