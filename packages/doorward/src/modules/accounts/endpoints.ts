import { type Endpoint, endpoint } from '../../core/endpoint.ts';
import type { Policy } from '../../core/policy.ts';
import type { Auth } from '../../core/scheme.ts';
import { JsonResponse } from '../../http/json-response.ts';
import type { User } from './user.ts';

/** Options of {@link meEndpoint}. */
export interface MeEndpointOptions {
  /** Default: `/api/me`. */
  readonly path?: string;
}

/**
 * `GET /api/me`: who is asking, and how we know.
 *
 * *Use when* clients want to show who is signed in. The policy has to require a user.
 *
 * ```json
 * {
 *   "id": 1, "username": "alice", "email": "alice@example.org",
 *   "first_name": "Alice", "last_name": "Smith", "is_staff": false, "is_superuser": false,
 *   "date_joined": "2026-01-01T00:00:00.000Z", "last_login": null,
 *   "auth": { "scheme": "Basic", "at": "2026-01-01T00:00:00.000Z", "methods": ["pwd"] }
 * }
 * ```
 */
export function meEndpoint(
  policy: Policy<User, never>,
  { path = '/api/me' }: MeEndpointOptions = {},
): Endpoint {
  return endpoint<User, never>({
    method: 'GET',
    path,
    policy,
    handle({ context: { user, auth } }) {
      const body: object = { ...userJson(user), auth: authJson(auth) };
      return new JsonResponse(body, { headers: { 'cache-control': 'no-store' } });
    },
  });
}

/** A user as clients see it: no secret, nothing that only we need. */
export function userJson(user: User): Readonly<Record<string, string | number | boolean | null>> {
  return {
    id: user.id,
    username: user.username,
    email: user.email,
    first_name: user.firstName,
    last_name: user.lastName,
    is_staff: user.isStaff,
    is_superuser: user.isSuperuser,
    date_joined: user.dateJoined.toISOString(),
    last_login: user.lastLogin?.toISOString() ?? null,
  };
}

function authJson({ scheme, at, methods, scopes }: Auth): object {
  return {
    scheme,
    // The beginning of time stands for "nobody proved anything lately", as with tokens.
    at: at.getTime() === 0 ? null : at.toISOString(),
    methods,
    ...(scopes === undefined ? undefined : { scopes: [...scopes] }),
  };
}
