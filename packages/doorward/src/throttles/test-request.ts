import type { AuthRequest, Client } from '../core/auth-request.ts';
import type { AuthContext } from '../core/scheme.ts';

/** What a test says of a request; the rest is a GET from somewhere at the beginning of 2026. */
export interface TestRequest {
  readonly client?: Partial<Client>;
  readonly forwardedFor?: string;
  /** Seconds since the beginning. */
  readonly at?: number;
}

const start = Date.UTC(2026, 0, 1);

export function requestAt(at: number, given: TestRequest = {}): AuthRequest {
  return {
    request: {
      method: 'GET',
      url: '/',
      headers: {
        get: (name) => (name === 'x-forwarded-for' ? (given.forwardedFor ?? null) : null),
      },
    },
    client: { address: '192.0.2.1', peer: '192.0.2.1', secure: true, ...given.client },
    now: new Date(start + at * 1_000),
  };
}

export function requestFrom(address: string | undefined): AuthRequest {
  return requestAt(0, { client: { address, peer: address } });
}

/** Somebody who is signed in. */
export function as<User>(user: User, request: AuthRequest = requestAt(0)): AuthContext<User> {
  return { user, auth: { scheme: 'Test', at: request.now, methods: [] }, request };
}

/** Nobody. */
export function nobody(request: AuthRequest = requestAt(0)): AuthContext<unknown> {
  return { user: null, auth: null, request };
}
