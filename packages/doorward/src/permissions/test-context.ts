import type { AuthContext } from '../core/scheme.ts';

/** A user with the flags of the accounts' users. */
export interface TestUser {
  readonly id: number;
  readonly isActive: boolean;
  readonly isStaff: boolean;
  readonly isSuperuser: boolean;
}

/** What a test says of a request; the rest is a GET by a session of this minute. */
export interface TestContext {
  readonly method?: string;
  readonly scopes?: ReadonlySet<string>;
  readonly at?: Date;
}

export const now: Date = new Date('2026-01-01T12:00:00Z');

export function user(flags: Partial<TestUser> = {}): TestUser {
  return { id: 1, isActive: true, isStaff: false, isSuperuser: false, ...flags };
}

function requestOf(method: string): AuthContext<never>['request'] {
  return {
    request: { method, url: '/', headers: { get: () => null } },
    client: { address: '192.0.2.1', peer: '192.0.2.1', secure: true },
    now,
  };
}

/** Somebody who is signed in. */
export function as<User>(
  who: User,
  { method = 'GET', scopes, at = now }: TestContext = {},
): AuthContext<User> {
  const auth = { scheme: 'Test', at, methods: ['pwd'], ...(scopes && { scopes }) };
  return { user: who, auth, request: requestOf(method) };
}

/** Nobody. */
export function nobody({ method = 'GET' }: TestContext = {}): AuthContext<never> {
  return { user: null, auth: null, request: requestOf(method) };
}
