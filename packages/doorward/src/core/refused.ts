import { HttpError, NotFound, ParseError, Unavailable } from '../http/errors.ts';
import { UnstorableText } from '../storage/errors.ts';
import { noHeaders, type Refused } from './admission.ts';
import type { AuthRequest } from './auth-request.ts';
import { Denial } from './demand.ts';
import type { AuthEvent } from './events.ts';
import type { RefusingPolicy } from './policy.ts';
import { type Cause, type Refusal, refuse, unexpected } from './refusal.ts';

/** Turns a request away, and tells the policy's listener. */
export function refused(
  request: AuthRequest,
  policy: RefusingPolicy,
  cause: Cause | Refusal,
  headers: readonly (readonly [string, string])[] = noHeaders,
): Refused {
  const refusal = 'kind' in cause ? refuse(policy, request, cause) : cause;
  policy.listener?.({
    name: 'request.refused',
    at: request.now,
    reason:
      'kind' in cause && cause.kind === 'rejected'
        ? (cause.rejected.reason ?? refusal.code)
        : refusal.code,
    data: { status: refusal.status, code: refusal.code },
  });
  return { admitted: false, refusal, headers };
}

/**
 * The refusal that answers an error: an {@link HttpError} says it itself, an outage is a 503,
 * anything else is a 500 with an id to look up and no detail.
 *
 * *Use when* writing an adapter, for errors that come out of the application's own handler.
 */
export function refusalOfError(
  error: unknown,
  request: AuthRequest,
  policy: RefusingPolicy,
): Refusal {
  const cause = causeOf(error, policy, request);
  return refused(request, policy, cause).refusal;
}

/**
 * Sorts what was thrown: an error that is an answer, an outage, or something nobody expected.
 * Rooms below do not know our errors; one of theirs that says when to come back is an outage.
 */
function causeOf(error: unknown, policy: RefusingPolicy, request: AuthRequest): Cause | Refusal {
  const outage = isOutage(error);
  if (outage && policy.switches.outage === 'refuse') {
    policy.listener?.({ name: 'outage', at: request.now, reason: messageOf(error) });
    return { kind: 'error', error: asUnavailable(error) };
  }
  if (error instanceof Denial) return denialCause(error, policy);
  if (error instanceof HttpError && !outage) return { kind: 'error', error };
  if (error instanceof UnstorableText) return { kind: 'error', error: new ParseError() };
  const id = crypto.randomUUID();
  const tell = policy.listener ?? printed;
  tell({ name: 'error', at: request.now, reason: stackOf(error), data: { id } });
  return unexpected(id);
}

function denialCause(denial: Denial, { schemes }: RefusingPolicy): Cause {
  const { verdict, scheme: name } = denial;
  const scheme = schemes.find((one) => one.name === name);
  // Signed in by a scheme that this policy does not have: whoever it is, it is not nobody.
  if (scheme === undefined && name !== undefined) {
    return { kind: 'error', error: verdict.remedy === 'hide' ? new NotFound() : denial };
  }
  return { kind: 'denied', verdict, ...(scheme !== undefined && { scheme }) };
}

/** Without a listener an unexpected error is printed: a 500 that nobody hears of helps nobody. */
function printed({ reason, data }: AuthEvent): void {
  console.error(`doorward: error ${data?.['id']}: ${reason}`);
}

/** Whether an error says that a store, cache, key server or queue could not answer in time. */
export function isOutage(error: unknown): error is Error & { readonly retryAfter: number } {
  if (error instanceof HttpError) return error instanceof Unavailable;
  return error instanceof Error && 'retryAfter' in error && typeof error.retryAfter === 'number';
}

/** The 503 for an outage, with the wait it asks for. */
export function asUnavailable(error: Error & { readonly retryAfter: number }): Unavailable {
  return error instanceof Unavailable
    ? error
    : new Unavailable(undefined, { retryAfter: error.retryAfter, cause: error });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
