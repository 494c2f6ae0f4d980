import type { AuthRequest } from './auth-request.ts';
import type { AuthScheme } from './scheme.ts';

/** A request as an adapter would hand it in, for the tests of this room. */
export function asked(
  method = 'GET',
  headers: Record<string, string> = {},
  rest: Partial<AuthRequest['client']> = {},
): AuthRequest {
  return {
    request: { method, url: '/', headers: new Headers({ host: 'api.example', ...headers }) },
    client: { address: '192.0.2.1', peer: '192.0.2.1', secure: true, ...rest },
    now: new Date('2026-11-21T12:00:00Z'),
  };
}

/** What a tiny scheme makes of the credentials after its word. */
export interface Person {
  readonly name: string;
}

/** A scheme of one word: `Word good` is accepted, `Word down` is an outage, anything else rejected. */
export function wordScheme(
  name: string,
  options: { ambient?: boolean; challenge?: boolean; scopes?: ReadonlySet<string> } = {},
): AuthScheme<Person> {
  return {
    name,
    ambient: options.ambient ?? false,
    authenticate({ request }) {
      const header = request.headers.get('authorization');
      if (header === null || !header.startsWith(`${name} `)) return undefined;
      const said = header.slice(name.length + 1);
      if (said === 'down') throw Object.assign(new Error('store is gone'), { retryAfter: 7 });
      if (said === 'broken') throw new Error('secret detail');
      return said === 'good'
        ? {
            accepted: true,
            user: { name: `${name} user` },
            ...(options.scopes && { scopes: options.scopes }),
          }
        : {
            accepted: false,
            code: 'authentication_failed',
            detail: 'Wrong word.',
            reason: said === 'asleep' ? 'inactive' : 'unknown',
            params: { error: 'invalid_word' },
          };
    },
    ...(options.challenge === false
      ? undefined
      : {
          challenge: (_request, because) => ({
            scheme: name,
            params: { realm: 'api', ...because?.params },
          }),
        }),
  };
}
