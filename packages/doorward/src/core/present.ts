import { formatChallenge } from '../http/challenge.ts';
import { ValidationError } from '../http/errors.ts';
import { JsonResponse } from '../http/json-response.ts';
import { problemResponse } from '../http/problem.ts';
import { formatRateLimit, formatRateLimitPolicy } from '../http/rate-limit.ts';

import type { AuthRequest } from './auth-request.ts';
import type { RefusingPolicy } from './policy.ts';
import type { Refusal } from './refusal.ts';
import type { Switches } from './switches.ts';

/**
 * The response to a refusal: the policy's own, or the built-in problem details.
 *
 * *Use when* writing an adapter.
 *
 * @see RFC 9457, RFC 9110 §15.5.2
 */
export async function present(
  refusal: Refusal,
  request: AuthRequest,
  policy: RefusingPolicy,
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
      formatRateLimit([{ policy: limit.name, remaining: 0, reset: Math.ceil(limit.wait ?? 0) }]),
    );
  }
  headers.set('cache-control', 'no-store');
  const { status, code, detail, error } = refusal;
  const response =
    switches.errorBody === 'problem'
      ? problemResponse({ status, code, detail, extensions: error.extensions }, { headers })
      : new JsonResponse(drfBody(refusal), { status, headers, safe: false });
  return request.request.method === 'HEAD' ? withoutBody(response) : response;
}

/** DRF's body: the errors themselves when there are several, otherwise the text. */
function drfBody({ detail, error }: Refusal): unknown {
  return error instanceof ValidationError ? error.errors : { detail };
}

function withoutBody({ status, headers }: Response): Response {
  return new Response(null, { status, headers });
}
