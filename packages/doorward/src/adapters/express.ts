import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Policy } from '../core/policy.ts';
import type { AuthContext, AuthScheme, UserOf } from '../core/scheme.ts';
import { clientError, signedInPolicy } from './entrance.ts';
import { admit, answerError, nodeAuthRequest } from './node-entrance.ts';
import { type NodeListener, type NodeListenerOptions, toNodeListener } from './node-listener.ts';
import { type AdapterOptions, settingsOf } from './options.ts';
import { policyOf, recall, remember } from './request-context.ts';
import type { Site } from './site.ts';

export type { AdapterOptions, Environment } from './options.ts';
export type { Site, SiteOptions } from './site.ts';

/** Express's `next`. */
export type Next = (error?: unknown) => void;

/** A guard as Express middleware. Sets `req.user` and `req.auth`. */
export interface ExpressGuard<User, Nobody = null> {
  (req: IncomingMessage, res: ServerResponse, next: Next): Promise<void>;
  readonly policy: Policy<User, Nobody>;
}

/** Express middleware for errors. */
export type ExpressErrors = (
  error: unknown,
  req: IncomingMessage,
  res: ServerResponse,
  next: Next,
) => Promise<void>;

/**
 * Makes Express middleware that lets in whom the policy admits. Sets `req.user` and `req.auth`;
 * {@link contextOf} gives both with their types.
 *
 * *Use when* the application is an Express 5 application. Put a CORS middleware before it: a
 * preflight is answered here, without running the route. Form fields are read from `req.body`, so a
 * form parser stands before the guard where forms prove where they come from.
 *
 * @see RFC 9110 §11
 * @example
 * ```ts
 * import { policy } from 'doorward';
 * import { contextOf, errors, protect } from 'doorward/express';
 * import express from 'express';
 *
 * const open = policy({ schemes: [], permission: () => ({ allowed: true }) });
 * const app = express();
 * app.all('/me', protect(open), (req, res) => void res.json({ user: contextOf(req, open).user }));
 * app.use(errors(open));
 * ```
 */
export function protect<User, Nobody>(
  policy: Policy<User, Nobody>,
  options: AdapterOptions<IncomingMessage> = {},
): ExpressGuard<User, Nobody> {
  const settings = settingsOf(options);
  async function enter(req: IncomingMessage, res: ServerResponse, next: Next): Promise<void> {
    const context = await admit(nodeAuthRequest(req, settings), res, policy);
    if (context === undefined) return;
    remember(req, policy, context);
    const asked = req as IncomingMessage & { user?: unknown; auth?: unknown };
    asked.user = context.user;
    asked.auth = context.auth;
    next();
  }
  return Object.assign(enter, { policy });
}

/**
 * A guard that admits whoever signs in by one of these schemes.
 *
 * *Use when* being signed in is all that is asked.
 *
 * @throws TypeError when a scheme is given twice.
 * @example
 * ```ts
 * import { requireAuth } from 'doorward/express';
 * import express from 'express';
 *
 * express().use('/members', requireAuth());
 * ```
 */
export function requireAuth<const Schemes extends readonly AuthScheme<unknown>[]>(
  ...schemes: Schemes
): ExpressGuard<UserOf<Schemes>, never> {
  return protect(signedInPolicy(schemes));
}

/**
 * Makes the error middleware, the last of the application: an `HttpError` says its answer itself,
 * an outage is a 503, what body parsers found wrong with the request a 4xx, anything else a 500
 * without detail. The policy presents it and gives a 401 its challenges.
 *
 * *Use when* routes throw. An answer that had begun is left to Express, which cuts it off.
 */
export function errors<User, Nobody>(
  policy: Policy<User, Nobody>,
  options: AdapterOptions<IncomingMessage> = {},
): ExpressErrors {
  const settings = settingsOf(options);
  return async (error, req, res, next) => {
    if (res.headersSent) next(error);
    else {
      const asked = nodeAuthRequest(req, settings);
      await answerError(known(error), res, asked, policyOf(req, policy));
    }
  };
}

/**
 * Serves a whole site, Doorward's own endpoints for instance, below a path.
 *
 * *Use when* the application hosts the site: `app.use('/api', mount(site))`. The site sees the whole
 * path. It reads bodies itself; what `express.json` or `express.urlencoded` read before is written
 * anew for it. Nothing is passed on to later routes.
 */
export function mount(site: Site, options: NodeListenerOptions = {}): NodeListener {
  return toNodeListener(site, options);
}

/**
 * Who is asking, as the guard found out.
 *
 * *Use when* a route needs the user. Give the policy, and the user has its type.
 *
 * @throws TypeError when that policy, or without one any policy, has not let the request in.
 */
export function contextOf<User, Nobody>(
  req: IncomingMessage,
  policy?: Policy<User, Nobody>,
): AuthContext<User, Nobody> {
  return recall(req, policy);
}

/** Express and its body parsers mark what the client may hear of with `expose`. */
function known(error: unknown): unknown {
  if (!(error instanceof Error) || !('expose' in error) || error.expose !== true) return error;
  const status = 'status' in error ? Number(error.status) : 500;
  return status >= 400 && status < 500 ? clientError(status) : error;
}
