import type { AuthRequest, Awaitable, Seconds } from './auth-request.ts';
import type { AuthContext } from './scheme.ts';

/** One rate rule's answer, with what the `RateLimit` fields need. */
export interface ThrottleResult {
  /** How long to wait; undefined: go on. Fractions are rounded up on the wire. */
  readonly wait: Seconds | undefined;
  /** Name of the rule in the `RateLimit` fields. */
  readonly name: string;
  /** Requests allowed in a window. */
  readonly quota: number;
  /** Length of the window. */
  readonly window: Seconds;
  /** Requests left now. */
  readonly remaining: number;
}

/**
 * A rate rule. Two verbs, or a guesser over the limit would still get in when he guesses right:
 * `wait` looks without counting, `charge` counts this request. Undefined: the rule does not apply.
 */
export interface Throttle {
  wait(request: AuthRequest, context?: AuthContext<unknown>): Awaitable<ThrottleResult | undefined>;
  charge(
    request: AuthRequest,
    context?: AuthContext<unknown>,
  ): Awaitable<ThrottleResult | undefined>;
}

/** Where rate rules stand in the life of a request. */
export interface Throttles {
  /** Charged for every request, before anybody knows who it is. */
  readonly arrival?: readonly Throttle[];
  /** Looked at before authentication, charged for each rejected one: wrong guesses. */
  readonly rejection?: readonly Throttle[];
  /** Charged for each request that may enter. */
  readonly admission?: readonly Throttle[];
}
