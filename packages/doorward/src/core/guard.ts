import { negotiate } from '../http/accept.ts';
import { MethodNotAllowed, NotAcceptable } from '../http/errors.ts';
import { type Admission, type Admitted, noHeaders } from './admission.ts';
import { checkUnambiguous } from './ambiguity.ts';
import { type AuthRequest, isPreflight, isSafeMethod } from './auth-request.ts';
import { isCrossOrigin } from './cross-origin.ts';
import { denied } from './permission.ts';
import type { Policy } from './policy.ts';
import type { Cause } from './refusal.ts';
import { refusalOfError, refused } from './refused.ts';
import {
  type Accepted,
  type AnonymousContext,
  type Auth,
  type AuthContext,
  type AuthScheme,
  isUnauthenticated,
} from './scheme.ts';
import type { Throttle, ThrottleResult, Throttles } from './throttle.ts';

/**
 * Asks a policy about a request: who is it, and may they enter?
 *
 * *Use when* writing an adapter for a framework, or testing a policy. Applications use an
 * adapter's `protect` or `guarded`.
 *
 * Never throws: whatever goes wrong becomes a refusal.
 *
 * @example
 * ```ts
 * import { guard, policy } from 'doorward';
 * import { authRequest } from 'doorward/fetch';
 * import { anyone } from 'doorward/permissions';
 *
 * const open = policy({ schemes: [], permission: anyone });
 * const admission = await guard(authRequest(new Request('https://example.org/')), open);
 * admission.admitted; // => true
 * ```
 */
export async function guard<User, Nobody>(
  request: AuthRequest,
  policy: Policy<User, Nobody>,
): Promise<Admission<User, Nobody>> {
  try {
    return await decide(request, policy);
  } catch (error) {
    const refusal = refusalOfError(error, request, policy);
    return { admitted: false, refusal, headers: noHeaders };
  }
}

async function decide<User, Nobody>(
  request: AuthRequest,
  policy: Policy<User, Nobody>,
): Promise<Admission<User, Nobody>> {
  const { switches, throttles } = policy;
  checkUnambiguous(request.request, switches);
  if (switches.preflight === 'answer' && isPreflight(request.request)) {
    return admitted<User, Nobody>(anonymousContext(request), policy, noHeaders, true);
  }
  if (policy.produces !== undefined) checkAccept(request, policy.produces, policy);
  if (switches.wrongMethod === 'first') checkMethod(request, policy);
  if (throttles.arrival.length > 0 || throttles.rejection.length > 0) {
    const result = await waitBeforeAsking(request, throttles);
    if (result !== undefined) return refused(request, policy, { kind: 'throttled', result });
  }
  const identity = await identify(request, policy);
  return 'kind' in identity
    ? refused(request, policy, identity)
    : permit(request, policy, identity);
}

/** Counts the request's arrival, and looks whether its sender has guessed wrong too often. */
async function waitBeforeAsking(
  request: AuthRequest,
  { arrival, rejection }: Required<Throttles>,
): Promise<ThrottleResult | undefined> {
  for (const throttle of arrival) {
    const result = await throttle.charge(request);
    if (result?.wait !== undefined) return result;
  }
  for (const throttle of rejection) {
    const result = await throttle.wait(request);
    if (result?.wait !== undefined) return result;
  }
  return undefined;
}

/** Who is asking, by which scheme. */
interface Identity<User> {
  readonly context: AuthContext<User>;
  /** Undefined: nobody. */
  readonly scheme: AuthScheme<User> | undefined;
  readonly headers: Admitted<User>['headers'];
}

/** Asks the schemes in their order; the first that says anything decides. */
async function identify<User, Nobody>(
  request: AuthRequest,
  policy: Policy<User, Nobody>,
): Promise<Identity<User> | Cause> {
  for (const scheme of policy.schemes) {
    // Not awaited unless it is a promise: a scheme that is not concerned costs nothing.
    const said = scheme.authenticate(request, policy.switches);
    const outcome = isPromise(said) ? await said : said;
    if (outcome === undefined) continue;
    if (!outcome.accepted) {
      for (const throttle of policy.throttles.rejection) await throttle.charge(request);
      return { kind: 'rejected', scheme, rejected: outcome };
    }
    if (scheme.ambient === true && !isSafeMethod(request.request.method)) {
      const proof = await forgery(request, policy, scheme, outcome);
      if (proof !== undefined) return { kind: 'forged', proof };
    }
    const context = { user: outcome.user, auth: authOf(scheme, outcome, request), request };
    return { context, scheme, headers: outcome.headers ?? noHeaders };
  }
  return { context: anonymousContext(request), scheme: undefined, headers: noHeaders };
}

/** Asks the permission, and counts those it lets in. */
async function permit<User, Nobody>(
  request: AuthRequest,
  policy: Policy<User, Nobody>,
  { context, scheme, headers }: Identity<User>,
): Promise<Admission<User, Nobody>> {
  const said = policy.permission(context);
  const verdict = isPromise(said) ? await said : said;
  if (verdict.allowed !== true) {
    const no = verdict.allowed === false ? verdict : denied;
    const cause: Cause = { kind: 'denied', verdict: no, ...(scheme !== undefined && { scheme }) };
    return refused(request, policy, cause, headers);
  }
  if (policy.throttles.admission.length > 0) {
    const result = await chargeAll(policy.throttles.admission, request, context);
    if (result?.wait !== undefined) {
      return refused(request, policy, { kind: 'throttled', result }, headers);
    }
  }
  if (policy.switches.wrongMethod === 'last') checkMethod(request, policy);
  return admitted(context, policy, headers, false);
}

/** Charges all, so that each rule counts what it saw, and names the one that waits longest. */
async function chargeAll(
  throttles: readonly Throttle[],
  request: AuthRequest,
  context: AuthContext<unknown>,
): Promise<ThrottleResult | undefined> {
  let worst: ThrottleResult | undefined;
  for (const throttle of throttles) {
    const result = await throttle.charge(request, context);
    if (result?.wait !== undefined && result.wait > (worst?.wait ?? -1)) worst = result;
  }
  return worst;
}

async function forgery<User, Nobody>(
  request: AuthRequest,
  policy: Policy<User, Nobody>,
  scheme: AuthScheme<User>,
  accepted: Accepted<User>,
): Promise<{ code: string; detail: string } | undefined> {
  if (policy.switches.crossOrigin === 'ambient' && isCrossOrigin(request, policy.origins)) {
    return { code: 'cross_origin', detail: 'This request came from a page of another site.' };
  }
  return scheme.missingProof?.(request, policy.switches, accepted);
}

function authOf<User>(
  scheme: AuthScheme<User>,
  accepted: Accepted<User>,
  request: AuthRequest,
): Auth {
  const { scopes, credential, info } = accepted;
  return {
    scheme: scheme.name,
    at: accepted.at ?? request.now,
    methods: accepted.methods ?? [],
    ...(scopes === undefined ? undefined : { scopes }),
    ...(credential === undefined ? undefined : { credential }),
    ...(info === undefined ? undefined : { info }),
  };
}

function anonymousContext(request: AuthRequest): AnonymousContext<null> {
  return { user: null, auth: null, request };
}

/** Only here does nobody become what the policy calls nobody: rules must never take it for a user. */
function admitted<User, Nobody>(
  context: AuthContext<User>,
  { nobody }: Pick<Policy<User, Nobody>, 'nobody'>,
  headers: Admitted<User, Nobody>['headers'],
  preflight: boolean,
): Admitted<User, Nobody> {
  if (context.auth !== null || nobody === undefined) {
    return { admitted: true, context: context as AuthContext<User, Nobody>, headers, preflight };
  }
  const value = nobody();
  const { user, auth } = isUnauthenticated(value) ? value : { user: value, auth: null };
  const named = { user, auth, request: context.request } as AuthContext<User, Nobody>;
  return { admitted: true, context: named, headers, preflight };
}

function checkMethod(request: AuthRequest, { methods }: Pick<Policy<unknown>, 'methods'>): void {
  if (methods !== undefined && !methods.includes(request.request.method)) {
    throw new MethodNotAllowed(request.request.method, methods);
  }
}

function checkAccept(
  request: AuthRequest,
  produces: readonly string[],
  { switches }: Pick<Policy<unknown>, 'switches'>,
): void {
  const accept = request.request.headers.get('accept');
  const ignoreQuality = switches.acceptQuality === 'ignore';
  if (accept !== null && negotiate(accept, produces, { ignoreQuality }) === undefined) {
    throw new NotAcceptable();
  }
}

function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as Partial<PromiseLike<T>> | undefined)?.then === 'function';
}
