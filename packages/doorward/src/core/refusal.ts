import type { Challenge, Challenges } from '../http/challenge.ts';
import {
  AuthenticationFailed,
  type HttpError,
  InternalError,
  NotAuthenticated,
  NotFound,
  PermissionDenied,
  Throttled,
} from '../http/errors.ts';
import type { AuthRequest } from './auth-request.ts';
import type { Denied } from './permission.ts';
import type { AuthScheme, MissingProof, Rejected } from './scheme.ts';
import type { Switches } from './switches.ts';
import type { ThrottleResult } from './throttle.ts';

/** Why a request is turned away: data, before anybody has thought of a response. */
export type Refusal =
  | (RefusalFacts & { readonly status: 401; readonly challenges: Challenges })
  | (RefusalFacts & { readonly status: 403; readonly challenges: readonly Challenge[] })
  | (RefusalFacts & {
      readonly status: Exclude<number, 401 | 403>;
      readonly challenges: readonly [];
    });

/** What every refusal carries. */
export interface RefusalFacts {
  /** Stable machine-readable code for the client. */
  readonly code: string;
  /** Text for the client. */
  readonly detail: string;
  /** The error that says the same; its headers and further members belong to the answer. */
  readonly error: HttpError;
  /** Rate rule that refused, for the `RateLimit` fields. */
  readonly limit?: ThrottleResult;
}

/** What happened to a request that is turned away. */
export type Cause =
  | { readonly kind: 'rejected'; readonly scheme: AuthScheme<unknown>; readonly rejected: Rejected }
  | {
      readonly kind: 'denied';
      readonly verdict: Denied;
      /** The scheme that accepted the request; absent when nobody is signed in. */
      readonly scheme?: AuthScheme<unknown>;
    }
  | { readonly kind: 'forged'; readonly proof: MissingProof }
  | { readonly kind: 'throttled'; readonly result: ThrottleResult }
  | { readonly kind: 'error'; readonly error: HttpError };

/** What of a policy decides how a refusal reads. */
export interface RefusingRules {
  readonly schemes: readonly AuthScheme<unknown>[];
  readonly switches: Switches;
  /** Where credentials hold, in every challenge of the route; undefined: as each scheme says. */
  readonly realm?: string | undefined;
}

/**
 * Decides 401, 403, 404, 429 or 503 from what happened. Pure: the same question has the same
 * answer, and the table of `docs/decisions/0003-who-hears-what.md` is its test.
 *
 * @see RFC 9110 §15.5.2, RFC 6750 §3.1, RFC 9470 §3
 */
export function refuse(rules: RefusingRules, request: AuthRequest, cause: Cause): Refusal {
  switch (cause.kind) {
    case 'rejected': {
      const { scheme, rejected } = cause;
      const error = rejectedError(rejected, rules.switches);
      return unauthorized(rules, request, error, { scheme, because: rejected });
    }
    case 'denied':
      return cause.scheme === undefined
        ? deniedToNobody(rules, request, cause.verdict)
        : deniedToUser(rules, request, cause.verdict, cause.scheme);
    case 'forged':
      return plain(new PermissionDenied(cause.proof.detail, { code: cause.proof.code }));
    case 'throttled': {
      const error = new Throttled({ retryAfter: cause.result.wait ?? 1 });
      return { ...plain(error), limit: cause.result };
    }
    case 'error':
      return cause.error.status === 401
        ? unauthorized(rules, request, cause.error)
        : plain(cause.error);
  }
}

function rejectedError(rejected: Rejected, switches: Switches): HttpError {
  if (rejected.reason === 'inactive' && switches.inactiveAccount === 'told') {
    return new AuthenticationFailed('User inactive or deleted.', { code: rejected.code });
  }
  return new AuthenticationFailed(rejected.detail, { code: rejected.code });
}

function deniedToNobody(rules: RefusingRules, request: AuthRequest, verdict: Denied): Refusal {
  if (verdict.remedy === 'hide') return plain(new NotFound());
  // With nothing to sign in with, "not authenticated" would promise a way that does not exist.
  if (rules.schemes.length === 0) return plain(deniedError(verdict));
  return unauthorized(rules, request, new NotAuthenticated());
}

function deniedToUser(
  rules: RefusingRules,
  request: AuthRequest,
  verdict: Denied,
  scheme: AuthScheme<unknown>,
): Refusal {
  if (verdict.remedy === 'hide') return plain(new NotFound());
  if (verdict.remedy === 'reauthenticate') {
    const because = becauseOf('insufficient_user_authentication', verdict);
    const error = new NotAuthenticated(
      verdict.message ?? 'A fresher or stronger sign-in is needed.',
      { code: verdict.code ?? because.code },
    );
    return unauthorized(rules, request, error, { scheme, because });
  }
  if (verdict.remedy === 'scope') {
    const because = becauseOf('insufficient_scope', verdict);
    const error = deniedError({ ...verdict, code: verdict.code ?? because.code });
    const challenges = challengesOf([scheme], rules, request, { scheme, because });
    return { ...plain(error), status: 403, challenges };
  }
  return plain(deniedError(verdict));
}

function becauseOf(error: string, verdict: Denied): Rejected {
  return { accepted: false, code: error, params: { error, ...verdict.params } };
}

function deniedError({ message, code }: Denied): HttpError {
  return new PermissionDenied(message, code === undefined ? undefined : { code });
}

/** The scheme whose credentials were not enough, and why; its challenge says so and comes first. */
interface Shortfall {
  readonly scheme: AuthScheme<unknown>;
  readonly because: Rejected;
}

/** A 401 when somebody can be asked for credentials, otherwise a 403 with the same words. */
function unauthorized(
  rules: RefusingRules,
  request: AuthRequest,
  error: HttpError,
  shortfall?: Shortfall,
): Refusal {
  const { schemes, switches } = rules;
  const asked =
    switches.challengeWith === 'first'
      ? schemes.slice(0, 1)
      : shortfall === undefined
        ? schemes
        : [shortfall.scheme, ...schemes.filter((scheme) => scheme !== shortfall.scheme)];
  const [challenge, ...more] = challengesOf(asked, rules, request, shortfall);
  const facts = { code: error.code, detail: error.detail, error };
  return challenge === undefined
    ? { ...facts, status: 403, challenges: [] }
    : { ...facts, status: 401, challenges: [challenge, ...more] };
}

function challengesOf(
  asked: readonly AuthScheme<unknown>[],
  { realm, switches }: RefusingRules,
  request: AuthRequest,
  shortfall: Shortfall | undefined,
): Challenge[] {
  return asked
    .map((scheme) => {
      const because = scheme === shortfall?.scheme ? shortfall.because : undefined;
      return scheme.challenge?.(request, because, switches);
    })
    .filter((challenge) => challenge !== undefined)
    .map((challenge) => (realm === undefined ? challenge : withRealm(challenge, realm)));
}

/** A challenge of one opaque word has no place for a realm and stays as it is. */
function withRealm(challenge: Challenge, realm: string): Challenge {
  return challenge.token68 === undefined
    ? { ...challenge, params: { ...challenge.params, realm } }
    : challenge;
}

function plain(error: HttpError): Refusal {
  return {
    // 401 without a challenge does not exist; whoever gets here with one has nothing to ask for.
    status: (error.status === 401 ? 403 : error.status) as 403,
    code: error.code,
    detail: error.detail,
    error,
    challenges: [],
  };
}

/** The refusal of an error nobody expected: a number to look up, and not a word more. */
export function unexpected(id: string): Refusal {
  return plain(new InternalError({ id }));
}
