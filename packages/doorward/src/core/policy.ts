import { formatChallenge } from '../http/challenge.ts';
import type { AuthRequest, Awaitable } from './auth-request.ts';
import type { AuthEvent } from './events.ts';
import { allowed, denied, notConcerned, type Permission, type Verdict } from './permission.ts';
import type { Refusal } from './refusal.ts';
import type { AuthContext, AuthScheme, UserOf } from './scheme.ts';
import { type Switches, strict } from './switches.ts';
import type { Throttles } from './throttle.ts';

/** Turns a refusal into a response. Undefined: the built-in one is right. */
export type Present = (refusal: Refusal, request: AuthRequest) => Awaitable<Response | undefined>;

/** What a route, or a whole server, may leave at its default. */
export interface PolicyOptions {
  /** Rate rules on arrival, on rejection and on admission. Default: none. */
  readonly throttles?: Throttles;
  /** Methods the route answers; others are a 405. `GET` brings `HEAD`. Default: all. */
  readonly methods?: readonly string[];
  /** Media types the route can answer with; a request that accepts none is a 406. Default: any. */
  readonly produces?: readonly string[];
  /** Where credentials hold, in every challenge of the route. Default: as each scheme says. */
  readonly realm?: string;
  /**
   * Origins whose pages may send unsafe requests with a browser's ambient credentials, each
   * exactly as in an `Origin` header. Default: the host the request was sent to.
   */
  readonly origins?: readonly string[];
  /** Replaces the response to some refusals. Default: problem details (RFC 9457). */
  readonly present?: Present;
  /** Where exact DRF behaviour is wanted. Default: `strict`. */
  readonly switches?: Switches;
  /**
   * Told of every refusal and of unexpected errors; for logs and metrics. Must not throw.
   * Default: unexpected errors are printed with `console.error`, refusals are nobody's business.
   */
  readonly listener?: (event: AuthEvent) => void;
}

/** A policy as it is written: schemes and permission must be stated. */
export interface PolicyInit<Schemes extends readonly AuthScheme<unknown>[], Rule, Nobody>
  extends PolicyOptions {
  /** Ways to authenticate, most preferred first. */
  readonly schemes: Schemes;
  /**
   * Who may enter: a rule, or a list of rules that must all agree. Public means writing `anyone`;
   * nothing is open by forgetting, and an empty list admits nobody.
   */
  readonly permission: Rule;
  /**
   * The handler's `user` for a request without credentials, or with {@link unauthenticated} its
   * `user` and `auth`: DRF's UNAUTHENTICATED_USER and UNAUTHENTICATED_TOKEN. Permissions and
   * throttles see null all the same, so that nobody is taken for somebody. Default: null.
   */
  readonly nobody?: () => Nobody;
}

/** A policy as the guard reads it, every default filled in. */
export interface Policy<User, Nobody = null> {
  readonly schemes: readonly AuthScheme<User>[];
  readonly permission: Permission<User>;
  readonly throttles: Required<Throttles>;
  readonly methods: readonly string[] | undefined;
  readonly produces: readonly string[] | undefined;
  readonly realm: string | undefined;
  readonly origins: readonly string[] | undefined;
  readonly present: Present | undefined;
  readonly switches: Switches;
  readonly listener: ((event: AuthEvent) => void) | undefined;
  readonly nobody: (() => Nobody) | undefined;
}

/** The part of a policy that turning somebody away needs; every policy has it, whoever its users are. */
export type RefusingPolicy = Pick<
  Policy<unknown>,
  'schemes' | 'switches' | 'realm' | 'present' | 'listener'
>;

/** A handler's view of who is asking, as a policy promises it. */
export type ContextOf<P> =
  P extends Policy<infer User, infer Nobody> ? AuthContext<User, Nobody> : never;

/** One rule or a list of rules. */
export type Rules<User> = Permission<User> | readonly Permission<User>[];

/** What is known of the anonymous under a permission: never there, when a rule requires a user. */
export type NobodyUnder<Rule, Nobody> = RequiresUser<Rule> extends true ? never : Nobody;

type RequiresUser<Rule> = Rule extends { readonly requiresUser: true }
  ? true
  : Rule extends readonly (infer One)[]
    ? [Extract<One, { readonly requiresUser: true }>] extends [never]
      ? false
      : true
    : false;

/**
 * Declares the policy of a route: the schemes, the permission and whatever differs from the
 * defaults. Everything is checked here, at assembly.
 *
 * *Use when* a route, or a group of routes, is guarded in its own way; see {@link policies} for
 * defaults shared by a server.
 *
 * @throws TypeError when schemes or permission are missing, or a scheme is named twice.
 *
 * @example
 * ```ts
 * import { guard, policy } from 'doorward';
 * import { authenticated } from 'doorward/permissions';
 * import { basic, fixedUsers } from 'doorward/schemes';
 *
 * const members = policy({
 *   schemes: [basic({ verify: fixedUsers({ admin: 'a long and secret phrase' }) })],
 *   permission: authenticated,
 * });
 * ```
 */
export function policy<
  const Schemes extends readonly AuthScheme<unknown>[],
  const Rule extends Rules<UserOf<Schemes>>,
  Nobody = null,
>(init: PolicyInit<Schemes, Rule, Nobody>): Policy<UserOf<Schemes>, NobodyUnder<Rule, Nobody>> {
  checkSchemes(init.schemes);
  if (typeof init.permission !== 'function' && !Array.isArray(init.permission)) {
    throw new TypeError(
      'A policy must state its permission; write `permission: anyone` for a public route.',
    );
  }
  return {
    schemes: init.schemes as unknown as readonly AuthScheme<UserOf<Schemes>>[],
    permission: asOneRule(init.permission as Rules<never>, init.switches ?? strict),
    throttles: {
      arrival: init.throttles?.arrival ?? [],
      rejection: init.throttles?.rejection ?? [],
      admission: init.throttles?.admission ?? [],
    },
    methods: init.methods === undefined ? undefined : permitted(init.methods),
    produces: init.produces,
    realm: init.realm === undefined ? undefined : checkedRealm(init.realm),
    origins: init.origins === undefined ? undefined : init.origins.map(checkedOrigin),
    present: init.present,
    switches: init.switches ?? strict,
    listener: init.listener,
    nobody: init.nobody as (() => NobodyUnder<Rule, Nobody>) | undefined,
  };
}

/**
 * Declares what the routes of a server have in common, and returns the function that makes each
 * route's policy out of it. A route replaces what it names and keeps the rest.
 *
 * *Use when* a server has more than one route: DRF's `DEFAULT_AUTHENTICATION_CLASSES` and
 * `DEFAULT_PERMISSION_CLASSES`, without the global.
 *
 * @example
 * ```ts
 * import { policies } from 'doorward';
 * import { anyone, authenticated } from 'doorward/permissions';
 * import { basic, fixedUsers } from 'doorward/schemes';
 *
 * const route = policies({
 *   schemes: [basic({ verify: fixedUsers({ admin: 'a long and secret phrase' }) })],
 *   permission: authenticated,
 * });
 * const members = route();
 * const open = route({ permission: anyone });
 * ```
 */
export function policies<
  const Schemes extends readonly AuthScheme<unknown>[],
  const Rule extends Rules<UserOf<Schemes>>,
  Nobody = null,
>(defaults: PolicyInit<Schemes, Rule, Nobody>): Policies<Schemes, Rule, Nobody> {
  policy(defaults);
  return ((route: object = {}) =>
    policy({ ...defaults, ...route } as PolicyInit<Schemes, Rule, Nobody>)) as Policies<
    Schemes,
    Rule,
    Nobody
  >;
}

/** Makes the policies of single routes from shared defaults. */
export type Policies<Schemes extends readonly AuthScheme<unknown>[], Rule, Nobody> = <
  const RouteSchemes extends readonly AuthScheme<unknown>[] = Schemes,
  const RouteRule extends Rules<UserOf<RouteSchemes>> | Rule = Rule,
  RouteNobody = Nobody,
>(
  route?: Partial<PolicyInit<RouteSchemes, RouteRule, RouteNobody>>,
) => Policy<UserOf<RouteSchemes>, NobodyUnder<RouteRule, RouteNobody>>;

function checkSchemes(schemes: readonly AuthScheme<unknown>[]): void {
  if (!Array.isArray(schemes)) {
    throw new TypeError(
      'A policy must state its schemes; write `schemes: []` when nobody can sign in.',
    );
  }
  const names = new Set<string>();
  for (const { name, authenticate } of schemes as readonly Partial<AuthScheme<unknown>>[]) {
    if (typeof name !== 'string' || typeof authenticate !== 'function') {
      throw new TypeError('Each scheme needs a `name` and an `authenticate` function.');
    }
    if (names.has(name)) {
      throw new TypeError(
        `The scheme ${name} stands twice in one policy; give one of them another name.`,
      );
    }
    names.add(name);
  }
}

function permitted(methods: readonly string[]): readonly string[] {
  const upper = methods.map((method) => method.toUpperCase());
  return upper.includes('GET') && !upper.includes('HEAD') ? [...upper, 'HEAD'] : upper;
}

/** A realm that cannot be sent is found here, not in the first 401. */
function checkedRealm(realm: string): string {
  formatChallenge({ scheme: 'Realm', params: { realm } });
  return realm;
}

function checkedOrigin(origin: string): string {
  if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
    throw new TypeError(
      `${JSON.stringify(origin)} is not an origin; write it as browsers send it, like "https://example.org".`,
    );
  }
  return origin;
}

/** A list of rules as one: the first no refuses, one yes is needed. An empty list is the switches' matter. */
function asOneRule(rule: Rules<never>, switches: Switches): Permission<unknown> {
  if (typeof rule === 'function') return rule as Permission<unknown>;
  const rules = rule as readonly Permission<unknown>[];
  if (rules.length === 0)
    return switches.emptyPermission === 'allow' ? () => allowed : () => denied;
  return async (context) => {
    let verdict: Verdict = notConcerned;
    for (const one of rules) {
      const said = await one(context);
      if (said.allowed === false) return said;
      if (said.allowed === true) verdict = said;
    }
    return verdict;
  };
}
