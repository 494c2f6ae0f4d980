import type { AuthRequest, Client } from '../core/auth-request.ts';
import { guard } from '../core/guard.ts';
import { allowed, denied, type Permission } from '../core/permission.ts';
import { policy } from '../core/policy.ts';
import { presentRefusal } from '../core/present.ts';
import type { AuthContext, AuthScheme } from '../core/scheme.ts';
import { drf, type Switches, strict } from '../core/switches.ts';

/** What a test says of a request; the rest is a GET over https from somewhere. */
export interface TestRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly client?: Partial<Client>;
  readonly now?: Date;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Header values reach the scheme exactly as written here, white space included. */
export function testRequest(given: TestRequest = {}): AuthRequest {
  const { method = 'GET', headers = {}, form, client, environment } = given;
  return {
    request: {
      method,
      url: '/private',
      headers: { get: (name) => headers[name.toLowerCase()] ?? null },
      ...(form !== undefined && { formField: (name: string) => form[name] }),
    },
    client: { address: '192.0.2.1', peer: '192.0.2.1', secure: true, ...client },
    now: given.now ?? new Date('2026-01-01T00:00:00Z'),
    ...(environment !== undefined && { environment }),
  };
}

/** What a client sees, or whom the application does. */
export interface Answer<User> {
  readonly status: number;
  readonly challenge: string | null;
  readonly body: unknown;
  readonly context: AuthContext<User> | undefined;
  readonly retryAfter: string | null;
}

export const signedIn: Permission<unknown> = ({ auth }) => (auth === null ? denied : allowed);

/** Sends a request through guard and presentation to a route for the signed-in. */
export async function answerTo<User>(
  given: TestRequest,
  scheme: AuthScheme<User> | readonly AuthScheme<User>[],
  switches: Switches = strict,
  permission: Permission<unknown> = signedIn,
): Promise<Answer<User>> {
  const request = testRequest(given);
  const schemes = Array.isArray(scheme) ? scheme : [scheme as AuthScheme<User>];
  const admission = await guard(request, policy({ schemes, permission, switches }));
  if (admission.admitted) {
    const context = admission.context as AuthContext<User>;
    return { status: 200, challenge: null, body: undefined, context, retryAfter: null };
  }
  const response = presentRefusal(admission.refusal, request, switches);
  return {
    status: response.status,
    challenge: response.headers.get('www-authenticate'),
    body: await response.json(),
    context: undefined,
    retryAfter: response.headers.get('retry-after'),
  };
}

/** A source's verb that fails as long as it is told to. */
export function breakable<Arguments extends readonly unknown[], Value>(
  verb: (...values: Arguments) => Value,
): { (...values: Arguments): Value; broken: boolean } {
  const wrapped = (...values: Arguments): Value => {
    if (wrapped.broken) throw Object.assign(new Error('the store is down'), { retryAfter: 3 });
    return verb(...values);
  };
  wrapped.broken = false;
  return wrapped;
}

export { drf, strict };
