import type { AuthRequest, Awaitable } from './auth-request.ts';
import type { Fields } from './body.ts';
import type { Policy } from './policy.ts';
import type { AuthContext } from './scheme.ts';

/** A request on its way into an endpoint's code: admitted, with its path parameters. */
export interface EndpointCall<User, Nobody = null> {
  readonly request: Request;
  readonly authRequest: AuthRequest;
  readonly context: AuthContext<User, Nobody>;
  /** Parameters of the path, percent-decoded: `/sessions/:id` gives `id`. */
  readonly params: Readonly<Record<string, string>>;
  /**
   * Reads the body once: JSON object, URL-encoded form or multipart form.
   * @throws ParseError, UnsupportedMediaType, ContentTooLarge
   */
  readonly fields: () => Promise<Fields>;
}

/** One method of one path, with its policy. A route cannot exist without one. */
export interface Endpoint<User = unknown, Nobody = null> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with parameters: `/api/sessions/:id`. */
  readonly path: string;
  readonly policy: Policy<User, Nobody>;
  handle(call: EndpointCall<User, Nobody>): Awaitable<Response>;
}

/**
 * Declares an endpoint; infers what its code may know of the user from the policy.
 *
 * *Use when* a module answers requests of its own.
 */
export function endpoint<User, Nobody>(definition: Endpoint<User, Nobody>): Endpoint {
  return definition as unknown as Endpoint;
}
