import type { Policy, RefusingPolicy } from '../core/policy.ts';
import type { AuthContext } from '../core/scheme.ts';

/** What a guard found out about a request; guards of several levels stack up. */
interface Entry {
  readonly policy: RefusingPolicy;
  readonly context: AuthContext<unknown, unknown>;
  readonly earlier: Entry | undefined;
}

// On the request itself: it lives exactly as long, and two copies of this package do not collide.
const entry: unique symbol = Symbol('doorward.entry');

interface Guarded {
  [entry]?: Entry | undefined;
}

/** Notes on the native request who was admitted, and by which policy. */
export function remember<User, Nobody>(
  native: object,
  policy: Policy<User, Nobody>,
  context: AuthContext<User, Nobody>,
): void {
  const guarded = native as Guarded;
  const known = context as AuthContext<unknown, unknown>;
  guarded[entry] = { policy, context: known, earlier: guarded[entry] };
}

/**
 * What a policy found out about the request; without a policy, what the last guard did.
 *
 * @throws TypeError when no guard, or not that one, let the request in.
 */
export function recall<User, Nobody>(
  native: object,
  policy?: Policy<User, Nobody>,
): AuthContext<User, Nobody> {
  let found = (native as Guarded)[entry];
  while (found !== undefined && policy !== undefined && found.policy !== policy) {
    found = found.earlier;
  }
  if (found === undefined) {
    throw new TypeError(
      'No such policy guarded this request; put protect(policy) before the handler.',
    );
  }
  return found.context as AuthContext<User, Nobody>;
}

/**
 * The policy that let a request in, for presenting what went wrong behind it; the given one for a
 * request that no guard has seen.
 */
export function policyOf(native: object, otherwise: RefusingPolicy): RefusingPolicy {
  return (native as Guarded)[entry]?.policy ?? otherwise;
}
