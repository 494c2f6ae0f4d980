import type { Context, MiddlewareHandler } from 'hono';
import type { AuthRequest } from '../core/auth-request.ts';
import type { Policy } from '../core/policy.ts';
import type { AuthContext, AuthScheme, UserOf } from '../core/scheme.ts';
import { type Connection, RequestClient } from './client.ts';
import { answerTo, enter, signedInPolicy } from './entrance.ts';
import { FetchRequest } from './fetch-request.ts';
import { type AdapterOptions, type Settings, settingsOf } from './options.ts';
import { policyOf, recall, remember } from './request-context.ts';
import { answerOf, type Site, type SiteOptions } from './site.ts';

export type { Connection } from './client.ts';
export type { AdapterOptions, Environment } from './options.ts';
export type { Site, SiteOptions } from './site.ts';

/** What a guard leaves in Hono's context: `c.var.user` and `c.var.auth`. */
export interface AuthEnv<User, Nobody = null> {
  Variables: {
    user: AuthContext<User, Nobody>['user'];
    auth: AuthContext<User, Nobody>['auth'];
  };
}

/** Options of the functions here. */
export interface HonoOptions extends AdapterOptions<Request> {
  /**
   * Who is at the other end. Default: the socket that `@hono/node-server` passes along; elsewhere
   * nobody knows, and `https:` in the URL is TLS.
   */
  readonly connection?: (c: Context) => Connection | undefined;
}

/** A guard as Hono middleware. */
export type HonoGuard<User, Nobody = null> = MiddlewareHandler<AuthEnv<User, Nobody>> & {
  readonly policy: Policy<User, Nobody>;
};

/**
 * Makes Hono middleware that lets in whom the policy admits. Sets `c.var.user` and `c.var.auth`;
 * {@link contextOf} gives both together.
 *
 * *Use when* the application is a Hono application. Put a CORS middleware before it: a preflight is
 * answered here, without running the route.
 *
 * @see RFC 9110 §11
 * @example
 * ```ts
 * import { policy } from 'doorward';
 * import { errors, protect } from 'doorward/hono';
 * import { Hono } from 'hono';
 *
 * const open = policy({ schemes: [], permission: () => ({ allowed: true }) });
 * const app = new Hono();
 * app.onError(errors(open));
 * app.get('/me', protect(open), (c) => c.json({ user: c.var.user }));
 * const response = await app.request('/me');
 * await response.json(); // => { user: null }
 * ```
 */
export function protect<User, Nobody>(
  policy: Policy<User, Nobody>,
  options: HonoOptions = {},
): HonoGuard<User, Nobody> {
  const settings = settingsOf(options);
  const enterThenRun: MiddlewareHandler<AuthEnv<User, Nobody>> = async (c, next) => {
    const entry = await enter(requestOf(c, options, settings), policy);
    if (!('admitted' in entry)) return merged(c, entry);
    for (const [name, value] of entry.headers) c.header(name, value, { append: true });
    remember(c, policy, entry.context);
    c.set('user', entry.context.user as never);
    c.set('auth', entry.context.auth as never);
    return next();
  };
  return Object.assign(enterThenRun, { policy }) as HonoGuard<User, Nobody>;
}

/**
 * A guard that admits whoever signs in by one of these schemes.
 *
 * *Use when* being signed in is all that is asked.
 *
 * @throws TypeError when a scheme is given twice.
 * @example
 * ```ts
 * import { requireAuth } from 'doorward/hono';
 * import { Hono } from 'hono';
 *
 * const app = new Hono().get('/members', requireAuth(), (c) => c.text('in'));
 * (await app.request('/members')).status; // => 403
 * ```
 */
export function requireAuth<const Schemes extends readonly AuthScheme<unknown>[]>(
  ...schemes: Schemes
): HonoGuard<UserOf<Schemes>, never> {
  return protect(signedInPolicy(schemes));
}

/**
 * Makes the function for `onError`: an `HttpError` says its answer itself, an outage is a 503,
 * Hono's own `HTTPException` keeps its response, anything else is a 500 without detail. The policy
 * presents it and gives a 401 its challenges.
 *
 * *Use when* routes throw.
 */
export function errors<User, Nobody>(
  policy: Policy<User, Nobody>,
  options: HonoOptions = {},
): (error: Error, c: Context) => Promise<Response> {
  const settings = settingsOf(options);
  return async (error, c) => {
    if ('getResponse' in error && typeof error.getResponse === 'function') {
      return error.getResponse() as Response;
    }
    const asked = requestOf(c, options, settings);
    return merged(c, await answerTo(error, asked, policyOf(c, policy)));
  };
}

/**
 * Serves a whole site, Doorward's own endpoints for instance.
 *
 * *Use when* the application hosts the site.
 *
 * @example
 * ```ts
 * import { mount } from 'doorward/hono';
 * import { Hono } from 'hono';
 *
 * const app = new Hono();
 * app.all('/api/*', mount((request) => new Response(new URL(request.url).pathname)));
 * await (await app.request('/api/here')).text(); // => '/api/here'
 * ```
 */
export function mount(
  site: Site,
  options: HonoOptions & SiteOptions = {},
): (c: Context) => Promise<Response> {
  const settings = settingsOf(options);
  return (c) => answerOf(site, c.req.raw, clientOf(c, options, settings), options);
}

/**
 * Who is asking, as the guard found out.
 *
 * *Use when* a route needs the whole context. Give the policy, and the user has its type.
 *
 * @throws TypeError when that policy, or without one any policy, has not let the request in.
 */
export function contextOf<User, Nobody>(
  c: object,
  policy?: Policy<User, Nobody>,
): AuthContext<User, Nobody> {
  return recall(c, policy);
}

function requestOf(c: Context, options: HonoOptions, settings: Settings<Request>): AuthRequest {
  const { raw } = c.req;
  const environment = settings.environment?.(raw);
  return {
    // Hono keeps a body that was read, so a form that the application has parsed is not lost.
    request: new FetchRequest(raw, () => c.req.parseBody().catch(() => undefined)),
    client: clientOf(c, options, settings),
    now: settings.now(),
    ...(environment === undefined ? undefined : { environment }),
  };
}

function clientOf(c: Context, options: HonoOptions, settings: Settings<Request>): RequestClient {
  const { raw } = c.req;
  const connection =
    options.connection === undefined ? nodeConnection(c.env) : options.connection(c);
  return new RequestClient(
    raw.headers,
    connection ?? { encrypted: raw.url.startsWith('https:') },
    settings,
  );
}

function nodeConnection(env: unknown): Connection | undefined {
  return (env as { incoming?: { socket?: Connection } } | undefined)?.incoming?.socket;
}

/** The answer as Hono's own, so that fields set before (CORS, cookies) are sent with it. */
function merged(c: Context, { headers, body, status }: Response): Response {
  for (const [name, value] of headers) {
    c.header(name, value, name === 'set-cookie' || name === 'vary' ? { append: true } : undefined);
  }
  return c.newResponse(body, status as 200);
}
