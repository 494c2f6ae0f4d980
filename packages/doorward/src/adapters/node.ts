import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuthRequest, Awaitable } from '../core/auth-request.ts';
import type { Policy } from '../core/policy.ts';
import type { AuthContext, AuthScheme, UserOf } from '../core/scheme.ts';
import { signedInPolicy } from './entrance.ts';
import { admit, answerError, nodeAuthRequest } from './node-entrance.ts';
import { type AdapterOptions, settingsOf } from './options.ts';
import { recall, remember } from './request-context.ts';

export type { Connection } from './client.ts';
export { clientErrorAnswer } from './node-client-error.ts';
export { writeInterim } from './node-interim.ts';
export {
  type NodeListener,
  type NodeListenerOptions,
  toNodeListener,
  toNodeListener as mount,
} from './node-listener.ts';
export { type WriteResponseOptions, writeResponse } from './node-response.ts';
export type { AdapterOptions, Environment } from './options.ts';
export type { Site, SiteOptions } from './site.ts';

/** The code of a guarded route: it runs only for requests that may enter. */
export type NodeHandler<User, Nobody = null> = (
  req: IncomingMessage,
  res: ServerResponse,
  context: AuthContext<User, Nobody>,
) => Awaitable<unknown>;

/** A guard: resolves to who was admitted, or to undefined when the request has had its answer. */
export interface NodeGuard<User, Nobody = null> {
  (
    req: IncomingMessage,
    res: ServerResponse,
    next?: (error?: unknown) => void,
  ): Promise<AuthContext<User, Nobody> | undefined>;
  readonly policy: Policy<User, Nobody>;
}

/**
 * Makes a guard for `node:http`, alone or with a `next` as in Connect.
 *
 * *Use when* the code behind it does its own error handling; {@link guarded} does that as well. A
 * body that a parser left on `req.body` is where form fields are looked up.
 *
 * @see RFC 9110 §11
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { policy } from 'doorward';
 * import { protect } from 'doorward/node';
 *
 * const enter = protect(policy({ schemes: [], permission: () => ({ allowed: true }) }));
 * const server = createServer((req, res) => {
 *   void enter(req, res).then((context) => {
 *     if (context !== undefined) res.end(`scheme: ${context.auth?.scheme ?? 'none'}`);
 *   });
 * });
 * ```
 */
export function protect<User, Nobody>(
  policy: Policy<User, Nobody>,
  options: AdapterOptions<IncomingMessage> = {},
): NodeGuard<User, Nobody> {
  const settings = settingsOf(options);
  async function enter(
    req: IncomingMessage,
    res: ServerResponse,
    next?: (error?: unknown) => void,
  ): Promise<AuthContext<User, Nobody> | undefined> {
    const context = await admit(nodeAuthRequest(req, settings), res, policy);
    if (context === undefined) return undefined;
    remember(req, policy, context);
    next?.();
    return context;
  }
  return Object.assign(enter, { policy });
}

/**
 * Guards a listener of `node:http`.
 *
 * *Use when* serving with `createServer`. What the handler throws becomes the right answer: an
 * `HttpError` says it itself, an outage is a 503, anything else a 500 without detail. An answer
 * that had begun is cut off.
 *
 * @see RFC 9110 §11
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { policy } from 'doorward';
 * import { guarded } from 'doorward/node';
 *
 * const open = policy({ schemes: [], permission: () => ({ allowed: true }) });
 * const server = createServer(guarded(open, (_req, res, { user }) => res.end(`user: ${user}`)));
 * ```
 */
export function guarded<User, Nobody>(
  policy: Policy<User, Nobody>,
  handler: NodeHandler<User, Nobody>,
  options: AdapterOptions<IncomingMessage> = {},
): (req: IncomingMessage, res: ServerResponse) => void {
  const settings = settingsOf(options);
  async function answer(
    req: IncomingMessage,
    res: ServerResponse,
    asked: AuthRequest,
  ): Promise<void> {
    try {
      const context = await admit(asked, res, policy);
      if (context !== undefined) await handler(req, res, context);
    } catch (error) {
      await answerError(error, res, asked, policy);
    }
  }
  return (req, res) => void answer(req, res, nodeAuthRequest(req, settings));
}

/**
 * A guard that admits whoever signs in by one of these schemes.
 *
 * *Use when* being signed in is all that is asked.
 *
 * @throws TypeError when a scheme is given twice.
 * @example
 * ```ts
 * import { requireAuth } from 'doorward/node';
 *
 * requireAuth().policy.schemes.length; // => 0
 * ```
 */
export function requireAuth<const Schemes extends readonly AuthScheme<unknown>[]>(
  ...schemes: Schemes
): NodeGuard<UserOf<Schemes>, never> {
  return protect(signedInPolicy(schemes));
}

/**
 * Who is asking, as the guard found out.
 *
 * *Use when* code behind {@link protect} needs the user. Give the policy, and the user has its type.
 *
 * @throws TypeError when that policy, or without one any policy, has not let the request in.
 */
export function contextOf<User, Nobody>(
  req: IncomingMessage,
  policy?: Policy<User, Nobody>,
): AuthContext<User, Nobody> {
  return recall(req, policy);
}
