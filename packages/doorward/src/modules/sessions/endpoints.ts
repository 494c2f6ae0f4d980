import { type Endpoint, endpoint } from '../../core/endpoint.ts';
import type { Policy } from '../../core/policy.ts';
import { JsonResponse } from '../../http/json-response.ts';
import type { CsrfTokens } from '../../schemes/csrf.ts';
import type { AnonymousBindings } from './csrf-binding.ts';

/** Options of {@link csrfEndpoint}. */
export interface CsrfEndpointOptions {
  /** Default: `/api/csrf`. */
  readonly path?: string;
  /** What tokens are bound to: `sessions.bindings`. */
  readonly bindings: AnonymousBindings;
}

/**
 * `GET /api/csrf`: hands a page's script the token that its unsafe requests need, as
 * `{"csrf_token": …}`.
 *
 * *Use when* a script signs in or works with a session. For somebody signed in the token is good
 * for that session only; for others it is bound to a cookie, which is set when there is none.
 * Pages of other sites cannot read the answer.
 *
 * @param policy Public, with the session scheme as its only scheme.
 * @param csrf The tokens that the session scheme verifies.
 */
export function csrfEndpoint<User, Nobody>(
  policy: Policy<User, Nobody>,
  csrf: CsrfTokens,
  { path = '/api/csrf', bindings }: CsrfEndpointOptions,
): Endpoint {
  return endpoint<User, Nobody>({
    method: 'GET',
    path,
    policy,
    handle({ request, context }) {
      const { binding, setCookie } = bindings.forPage(request, context.auth !== null);
      const headers = new Headers({ 'cache-control': 'no-store', vary: 'Cookie' });
      if (setCookie !== undefined) headers.append('set-cookie', setCookie);
      const body: object = { csrf_token: csrf.issue(binding) };
      return new JsonResponse(body, { headers });
    },
  });
}
