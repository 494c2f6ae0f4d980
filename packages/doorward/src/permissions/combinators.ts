import {
  allowed,
  type Denied,
  denied,
  notConcerned,
  type Permission,
  type Verdict,
} from '../core/permission.ts';
import type { AuthContext } from '../core/scheme.ts';
import type { AllOf, AnyOf, AnyRule, Rules } from './combined.ts';

/** Rules as they are called; what each may be called with was checked where they were combined. */
type Asked = (context: AuthContext<unknown>, subject: unknown) => Verdict | PromiseLike<Verdict>;

/**
 * Allows what no rule denies. The first no decides and keeps its words; rules that are not
 * concerned do not count, and when none is concerned, neither are they together.
 *
 * *Use when* several things must be true.
 *
 * @throws TypeError when no rule is given.
 *
 * @example
 * ```ts
 * import { all, freshSignIn, staff } from 'doorward/permissions';
 *
 * const rule = all(staff, freshSignIn({ maxAgeSeconds: 300 }));
 * rule.requiresUser; // => true
 * ```
 */
export function all<const Each extends Rules>(...rules: Each): AllOf<Each> {
  const asked = checked('all', rules);
  const rule: Asked = async (context, subject) => {
    let verdict: Verdict = notConcerned;
    for (const one of asked) {
      const said = await one(context, subject);
      if (said.allowed === false) return said;
      if (said.allowed === true) verdict = allowed;
    }
    return verdict;
  };
  return combined(rule, rules.some(requiresUser)) as AllOf<Each>;
}

/**
 * Allows what one rule allows; the first yes decides. Otherwise the no that tells most is kept:
 * one that hides the thing, then one that names a remedy, then one with words of its own.
 *
 * *Use when* there are several ways to be let in.
 *
 * @throws TypeError when no rule is given.
 *
 * @example
 * ```ts
 * import { any, hasScope, staff } from 'doorward/permissions';
 *
 * const rule = any(staff, hasScope('reports:read'));
 * rule.requiresUser; // => true
 * ```
 */
export function any<const Each extends Rules>(...rules: Each): AnyOf<Each> {
  const asked = checked('any', rules);
  const rule: Asked = async (context, subject) => {
    let best: Denied | undefined;
    for (const one of asked) {
      const said = await one(context, subject);
      if (said.allowed === true) return said;
      if (said.allowed === false && (best === undefined || weight(said) > weight(best))) {
        best = said;
      }
    }
    return best ?? notConcerned;
  };
  return combined(rule, rules.every(requiresUser)) as AnyOf<Each>;
}

/**
 * Allows what the rule denies, and denies what it allows. What does not concern the rule still
 * does not.
 *
 * *Use when* somebody is to be kept out: `not(staff)`. It may let in people who are not signed in.
 *
 * @example
 * ```ts
 * import { not, staff } from 'doorward/permissions';
 *
 * const visitors = not(staff);
 * visitors.requiresUser; // => undefined
 * ```
 */
export function not<User, Subject = void>(
  rule: Permission<User, Subject>,
): Permission<User, Subject> {
  return async (context, subject) => {
    const said = await rule(context, subject);
    if (said.allowed === undefined) return said;
    return said.allowed ? denied : allowed;
  };
}

function checked(name: string, rules: readonly AnyRule[]): readonly Asked[] {
  if (rules.length === 0) {
    throw new TypeError(`${name} needs one rule at least; write \`anyone\` to let everybody in.`);
  }
  return rules as unknown as readonly Asked[];
}

function requiresUser(rule: AnyRule): boolean {
  return rule.requiresUser === true;
}

function combined(rule: Asked, requires: boolean): unknown {
  return requires ? Object.assign(rule, { requiresUser: true as const }) : rule;
}

/** Hiding comes first: any other answer would tell that the thing is there. */
function weight({ remedy, message, code, params }: Denied): number {
  if (remedy === 'hide') return 4;
  if (remedy !== 'none') return 3;
  if (message !== undefined) return 2;
  return code !== undefined || params !== undefined ? 1 : 0;
}
