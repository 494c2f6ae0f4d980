import type { AuthRequest, Awaitable, Client } from '../core/auth-request.ts';
import type { Policy } from '../core/policy.ts';
import type { Routes } from '../core/routes.ts';
import type { AuthContext, AuthScheme, UserOf } from '../core/scheme.ts';
import { type Connection, RequestClient } from './client.ts';
import { answerTo, enter, signedInPolicy, withHeaders } from './entrance.ts';
import { FetchRequest } from './fetch-request.ts';
import { type AdapterOptions, type Environment, type Settings, settingsOf } from './options.ts';
import { answerOf, type Site, type SiteOptions } from './site.ts';

export type { Connection } from './client.ts';
export type { AdapterOptions, Environment } from './options.ts';
export type { Site, SiteOptions } from './site.ts';

/**
 * A function from request to response, as servers of Fetch take it. What the platform passes
 * along (Deno's `info`, Bun's server, the `Client` of Doorward's own Node listener) may follow.
 */
export type FetchListener = (request: Request, platform?: unknown) => Promise<Response>;

/** The code of a guarded route: it runs only for requests that may enter. */
export type FetchHandler<User, Nobody = null> = (
  request: Request,
  context: AuthContext<User, Nobody>,
) => Awaitable<Response>;

/** Options of the functions here. */
export interface FetchOptions extends AdapterOptions<Request> {
  /**
   * Who is at the other end, from what the platform passes along. Default: the client that
   * Doorward's Node listener passes; otherwise nobody knows, and `https:` in the URL is TLS.
   */
  readonly connection?: (request: Request, platform: unknown) => Connection | undefined;
}

/** A guard between a request and the code behind it, as frameworks with a `next` take it. */
export interface FetchGuard<User, Nobody = null> {
  (request: Request, next: FetchHandler<User, Nobody>, platform?: unknown): Promise<Response>;
  readonly policy: Policy<User, Nobody>;
}

/**
 * Guards a function from request to response.
 *
 * *Use when* the server speaks Fetch: Deno, Bun, a worker, or Node through `toNodeListener`. What
 * the handler throws becomes the right answer: an `HttpError` says it itself, an outage is a 503,
 * anything else a 500 without detail. The result never rejects.
 *
 * @see RFC 9110 §11
 * @example
 * ```ts
 * import { policy } from 'doorward';
 * import { guarded } from 'doorward/fetch';
 *
 * const open = policy({ schemes: [], permission: () => ({ allowed: true }) });
 * const hello = guarded(open, (request, { user }) => Response.json({ user }));
 * const response = await hello(new Request('https://example.org/'));
 * response.status; // => 200
 * ```
 */
export function guarded<User, Nobody>(
  policy: Policy<User, Nobody>,
  handler: FetchHandler<User, Nobody>,
  options: FetchOptions = {},
): FetchListener {
  const guard = protect(policy, options);
  return (request, platform) => guard(request, handler, platform);
}

/**
 * Makes a guard that runs the code it is given.
 *
 * *Use when* a framework calls middleware with a request and the rest of the chain.
 *
 * @example
 * ```ts
 * import { policy } from 'doorward';
 * import { protect } from 'doorward/fetch';
 *
 * const open = protect(policy({ schemes: [], permission: () => ({ allowed: true }) }));
 * const response = await open(new Request('https://example.org/'), () => new Response('in'));
 * await response.text(); // => 'in'
 * ```
 */
export function protect<User, Nobody>(
  policy: Policy<User, Nobody>,
  options: FetchOptions = {},
): FetchGuard<User, Nobody> {
  const settings = settingsOf(options);
  async function guard(
    request: Request,
    next: FetchHandler<User, Nobody>,
    platform?: unknown,
  ): Promise<Response> {
    const asked = requestOf(request, clientOf(request, platform, options, settings), settings);
    const entry = await enter(asked, policy);
    if (!('admitted' in entry)) return forMethod(request, entry);
    const answer = await run(() => next(request, entry.context), asked, policy);
    return forMethod(request, withHeaders(answer, entry.headers));
  }
  return Object.assign(guard, { policy });
}

/**
 * A guard that admits whoever signs in by one of these schemes.
 *
 * *Use when* being signed in is all that is asked.
 *
 * @throws TypeError when a scheme is given twice.
 * @example
 * ```ts
 * import { requireAuth } from 'doorward/fetch';
 *
 * const nobodyYet = requireAuth();
 * const response = await nobodyYet(new Request('https://example.org/'), () => new Response());
 * response.status; // => 403
 * ```
 */
export function requireAuth<const Schemes extends readonly AuthScheme<unknown>[]>(
  ...schemes: Schemes
): FetchGuard<UserOf<Schemes>, never> {
  return protect(signedInPolicy(schemes));
}

/**
 * Serves a whole site, Doorward's own endpoints for instance, to a server that speaks Fetch.
 *
 * *Use when* routes are answered outside every guard of this file. The result never rejects.
 *
 * @example
 * ```ts
 * import { mount } from 'doorward/fetch';
 *
 * const site = mount((request, client) => Response.json({ secure: client.secure }));
 * await (await site(new Request('https://example.org/'))).json(); // => { secure: true }
 * ```
 */
export function mount(site: Site, options: FetchOptions & SiteOptions = {}): FetchListener {
  const settings = settingsOf(options);
  return async (request, platform) => {
    const client = clientOf(request, platform, options, settings);
    return forMethod(request, await answerOf(site, request, client, options));
  };
}

/**
 * Turns routes into a site that `mount` of any adapter, and Doorward's Node listener, can serve.
 *
 * *Use when* modules' endpoints are part of an application.
 *
 * @example
 * ```ts
 * import { endpoint, policy, routes } from 'doorward';
 * import { mount, site } from 'doorward/fetch';
 *
 * const open = policy({ schemes: [], permission: () => ({ allowed: true }) });
 * const hello = endpoint({
 *   method: 'GET',
 *   path: '/hello',
 *   policy: open,
 *   handle: () => new Response('hello'),
 * });
 * const serve = mount(site(routes([hello], { fallback: open })));
 * await (await serve(new Request('https://example.org/hello'))).text(); // => 'hello'
 * ```
 */
export function site(
  routes: Routes,
  options: Pick<AuthRequestInit, 'environment'> & { readonly now?: () => Date } = {},
): Site {
  const { now = () => new Date(), environment } = options;
  return (request, client) =>
    routes(
      request,
      authRequest(request, { client, now: now(), ...(environment && { environment }) }),
    );
}

/** What {@link authRequest} may be told. */
export interface AuthRequestInit {
  /** Who is at the other end. Default: nobody knows; `https:` in the URL is TLS. */
  readonly client?: Client;
  /** The moment. Default: now. */
  readonly now?: Date;
  readonly environment?: Environment;
}

/**
 * Makes the guard's view of a Fetch request.
 *
 * *Use when* asking `guard` by hand, or testing a policy or a scheme.
 *
 * @example
 * ```ts
 * import { authRequest } from 'doorward/fetch';
 *
 * authRequest(new Request('https://example.org/')).client.secure; // => true
 * ```
 */
export function authRequest(request: Request, init: AuthRequestInit = {}): AuthRequest {
  const { client, now = new Date(), environment } = init;
  return {
    request: new FetchRequest(request),
    client: client ?? clientOf(request, undefined, {}, settingsOf()),
    now,
    ...(environment === undefined ? undefined : { environment }),
  };
}

function requestOf(request: Request, client: Client, settings: Settings<Request>): AuthRequest {
  const environment = settings.environment?.(request);
  return {
    request: new FetchRequest(request),
    client,
    now: settings.now(),
    ...(environment === undefined ? undefined : { environment }),
  };
}

function clientOf(
  request: Request,
  platform: unknown,
  options: FetchOptions,
  settings: Settings<Request>,
): Client {
  if (options.connection === undefined && platform instanceof RequestClient) return platform;
  const connection = options.connection?.(request, platform);
  return new RequestClient(
    request.headers,
    connection ?? { encrypted: request.url.startsWith('https:') },
    settings,
  );
}

async function run<User, Nobody>(
  handler: () => Awaitable<Response>,
  request: AuthRequest,
  policy: Policy<User, Nobody>,
): Promise<Response> {
  try {
    return await handler();
  } catch (error) {
    return answerTo(error, request, policy);
  }
}

/** The answer to HEAD has the fields of the answer to GET, and no body. */
function forMethod(request: Request, response: Response): Response {
  if (request.method !== 'HEAD' || response.body === null) return response;
  response.body.cancel().catch(() => undefined);
  return new Response(null, response);
}
