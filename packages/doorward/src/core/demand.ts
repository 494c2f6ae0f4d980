import { PermissionDenied } from '../http/errors.ts';
import { type Denied, denied, type Permission } from './permission.ts';
import type { AuthContext } from './scheme.ts';

/** A rule's no, on its way out of a handler; answered as if the policy's own permission had said it. */
export class Denial extends PermissionDenied {
  readonly verdict: Denied;
  /** Name of the scheme that accepted the request; undefined when nobody is signed in. */
  readonly scheme: string | undefined;

  constructor(verdict: Denied, scheme: string | undefined) {
    super(verdict.message, verdict.code === undefined ? undefined : { code: verdict.code });
    this.verdict = verdict;
    this.scheme = scheme;
  }
}

/**
 * Asks a rule about one object, and goes on only if it says yes.
 *
 * *Use when* a handler has found the thing and now has to know whether this user may touch it. The
 * refusal is the one the rule asks for: 401 with challenges for nobody, 404 where existence is to
 * stay hidden, 403 otherwise.
 *
 * @throws Denial, which every adapter turns into that answer.
 * @see RFC 9110 §15.5.4
 *
 * @example
 * ```ts
 * import { allowed, type AuthContext, demand, denied } from 'doorward';
 *
 * interface Person { readonly id: number }
 * interface Page { readonly owner: number }
 * const owns = ({ user }: AuthContext<Person>, page: Page) =>
 *   user?.id === page.owner ? allowed : denied;
 *
 * async function rename(context: AuthContext<Person>, page: Page): Promise<void> {
 *   await demand(owns, context, page);
 * }
 * ```
 */
export async function demand<User, Subject>(
  rule: Permission<User, Subject>,
  context: AuthContext<User>,
  subject: Subject,
): Promise<void> {
  const verdict = await rule(context, subject);
  if (verdict.allowed === true) return;
  throw new Denial(verdict.allowed === false ? verdict : denied, context.auth?.scheme);
}
