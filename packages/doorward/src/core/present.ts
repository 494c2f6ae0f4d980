import { formatChallenge } from '../http/challenge.ts';
import { formatRateLimit, formatRateLimitPolicy } from '../http/rate-limit.ts';
import { statusInfo } from '../http/status.ts';
import type { AuthRequest } from './auth-request.ts';
import type { Policy } from './policy.ts';
import type { Refusal } from './refusal.ts';
import type { Switches } from './switches.ts';

/**
 * The response to a refusal: the policy's own, or the built-in problem details.
 *
 * *Use when* writing an adapter.
 *
 * @see RFC 9457, RFC 9110 §15.5.2
 */
export async function present<User, Nobody>(
  refusal: Refusal,
  request: AuthRequest,
  policy: Policy<User, Nobody>,
): Promise<Response> {
  const own = await policy.present?.(refusal, request);
  return own ?? presentRefusal(refusal, request, policy.switches);
}

/** The built-in response: problem details, or `{"detail": …}` where DRF's body is asked for. */
export function presentRefusal(
  refusal: Refusal,
  request: AuthRequest,
  switches: Switches,
): Response {
  const headers = new Headers(refusal.error.headers);
  for (const challenge of refusal.challenges) {
    headers.append('www-authenticate', formatChallenge(challenge));
  }
  const { limit } = refusal;
  if (limit !== undefined) {
    headers.set('ratelimit-policy', formatRateLimitPolicy([limit]));
    headers.set(
      'ratelimit',
      formatRateLimit([{ name: limit.name, remaining: 0, reset: Math.ceil(limit.wait ?? 0) }]),
    );
  }
  if (refusal.status >= 400) headers.set('cache-control', 'no-store');
  const problem = switches.errorBody === 'problem';
  headers.set('content-type', problem ? 'application/problem+json' : 'application/json');
  // The length is that of the answer to GET; whoever writes a response to HEAD drops the body.
  return new Response(
    request.request.method === 'HEAD' ? null : JSON.stringify(problem ? problemOf(refusal) : drfBody(refusal)),
    { status: refusal.status, headers },
  );
}

function problemOf({ status, code, detail, error }: Refusal): Record<string, unknown> {
  return { type: 'about:blank', title: statusInfo(status)?.reason, status, detail, code, ...error.extensions };
}

function drfBody({ detail, error }: Refusal): unknown {
  return error.extensions?.['errors'] ?? { detail };
}
