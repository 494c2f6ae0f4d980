import type { Admitted } from '../core/admission.ts';
import type { AuthRequest } from '../core/auth-request.ts';
import { guard } from '../core/guard.ts';
import { allowed, denied, requiringUser } from '../core/permission.ts';
import { type Policy, policy, type RefusingPolicy } from '../core/policy.ts';
import { present, presentRefusal } from '../core/present.ts';
import type { Refusal } from '../core/refusal.ts';
import { refusalOfError } from '../core/refused.ts';
import type { AuthScheme, UserOf } from '../core/scheme.ts';
import { HttpError, ParseError, ValidationError } from '../http/errors.ts';
import { statusInfo } from '../http/status.ts';

/**
 * What every adapter asks first: may this request enter? Either it was admitted, or here is the
 * answer to write instead of running the route's own code. Never throws. Ask for `admitted`, not for
 * `instanceof Response`: servers replace that global with a lighter one of their own.
 */
export async function enter<User, Nobody>(
  request: AuthRequest,
  policy: Policy<User, Nobody>,
): Promise<Admitted<User, Nobody> | Response> {
  const admission = await guard(request, policy);
  if (!admission.admitted) {
    const response = await presented(admission.refusal, request, policy);
    return withHeaders(response, admission.headers);
  }
  return admission.preflight ? preflightAnswer(policy) : admission;
}

/** The answer to an error that came out of the route's own code. Never throws. */
export function answerTo(
  error: unknown,
  request: AuthRequest,
  policy: RefusingPolicy,
): Promise<Response> {
  return presented(refusalOfError(error, request, policy), request, policy);
}

/** A response with further fields; the given one may be immutable and is left alone. */
export function withHeaders(
  response: Response,
  added: readonly (readonly [name: string, value: string])[],
): Response {
  if (added.length === 0) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of added) headers.append(name, value);
  const { body, status, statusText } = response;
  return new Response(body, { status, statusText, headers });
}

/** The policy behind `requireAuth`: these schemes, and nobody enters who did not sign in. */
export function signedInPolicy<const Schemes extends readonly AuthScheme<unknown>[]>(
  schemes: Schemes,
): Policy<UserOf<Schemes>, never> {
  const signedIn = requiringUser(({ auth }) => (auth === null ? denied : allowed));
  return policy({ schemes, permission: signedIn });
}

/** A client error that a framework found itself, in our words. Its own text may quote the input. */
export function clientError(status: number, message?: string): HttpError {
  if (status === 400)
    return message === undefined ? new ParseError() : new ValidationError(message);
  const reason = statusInfo(status)?.reason ?? 'Bad Request';
  const code = reason.toLowerCase().replaceAll(/[^a-z]+/g, '_');
  return new HttpError({ status, code, detail: `${reason}.` });
}

async function presented(
  refusal: Refusal,
  request: AuthRequest,
  policy: RefusingPolicy,
): Promise<Response> {
  try {
    return await present(refusal, request, policy);
  } catch (error) {
    return presentRefusal(refusalOfError(error, request, policy), request, policy.switches);
  }
}

function preflightAnswer({ methods }: Pick<Policy<unknown>, 'methods'>): Response {
  const headers = methods === undefined ? undefined : { allow: methods.join(', ') };
  return new Response(null, { status: 204, ...(headers && { headers }) });
}
