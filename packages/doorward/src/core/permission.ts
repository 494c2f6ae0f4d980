import type { Params } from '../http/challenge.ts';
import type { Awaitable } from './auth-request.ts';
import type { AuthContext } from './scheme.ts';

/** What would change a refusal: nothing, hiding the thing, signing in afresh, or a wider scope. */
export type Remedy = 'none' | 'hide' | 'reauthenticate' | 'scope';

/** A rule's yes. */
export interface Allowed {
  readonly allowed: true;
}

/** A rule's no, with what the client may be told. */
export interface Denied {
  readonly allowed: false;
  readonly remedy: Remedy;
  /** Text for the client in place of the default. */
  readonly message?: string;
  /** Stable code for the client in place of the default. */
  readonly code?: string;
  /** For the challenge: `scope` (RFC 6750 §3), `max_age`, `acr_values` (RFC 9470 §3). */
  readonly params?: Params;
}

/** A rule that the question does not concern: neither yes nor no. A policy that hears only this denies. */
export interface NotConcerned {
  readonly allowed: undefined;
}

/** What a permission says: yes, no, or not my question. */
export type Verdict = Allowed | Denied | NotConcerned;

/** Verdicts without a message are constants, so that the hot path builds nothing. */
export const allowed: Allowed = Object.freeze({ allowed: true });
/** The plain no. */
export const denied: Denied = Object.freeze({ allowed: false, remedy: 'none' });
/** The abstention. */
export const notConcerned: NotConcerned = Object.freeze({ allowed: undefined });

/**
 * A rule: may they? Rules about a particular object take it as their subject and are asked by
 * hand; a route's policy holds rules without one.
 */
export interface Permission<User, Subject = void> {
  (context: AuthContext<User>, subject: Subject): Awaitable<Verdict>;
  /** True when the rule never lets an anonymous request in: the handler's `user` is then not null. */
  readonly requiresUser?: boolean;
}

/** A {@link Permission} that never admits an anonymous request. */
export interface UserPermission<User, Subject = void> extends Permission<User, Subject> {
  readonly requiresUser: true;
}

/** Marks a rule as one that never admits an anonymous request. */
export function requiringUser<User, Subject = void>(
  rule: (context: AuthContext<User>, subject: Subject) => Awaitable<Verdict>,
): UserPermission<User, Subject> {
  return Object.assign(rule, { requiresUser: true as const });
}
