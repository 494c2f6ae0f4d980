import { Buffer } from 'node:buffer';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Policy } from '../core/policy.ts';
import type { AuthContext, AuthScheme, UserOf } from '../core/scheme.ts';
import { bodyAhead } from './body-ahead.ts';
import { RequestClient } from './client.ts';
import { answerTo, clientError, enter, signedInPolicy } from './entrance.ts';
import { nodeAuthRequest } from './node-entrance.ts';
import { checkedOrigin, type FetchRequestOptions, fetchRequest } from './node-fetch-request.ts';
import { NodeRequest } from './node-request.ts';
import { type AdapterOptions, settingsOf } from './options.ts';
import { policyOf, recall, remember } from './request-context.ts';
import { responseLines } from './response-lines.ts';
import { answerOf, type Site, type SiteOptions, siteError } from './site.ts';

export type { AdapterOptions, Environment } from './options.ts';
export type { Site, SiteOptions } from './site.ts';

/** A guard as a Fastify hook, `onRequest` or `preHandler`. */
export interface FastifyGuard<User, Nobody = null> {
  (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined>;
  readonly policy: Policy<User, Nobody>;
}

/** Options of Fastify's {@link mount}. */
export interface FastifyMountOptions
  extends AdapterOptions<FastifyRequest>,
    FetchRequestOptions,
    SiteOptions {
  /** Path below which the site answers, in addition to the plugin's own prefix. Default: `/`. */
  readonly path?: string;
}

/**
 * Makes a Fastify hook that lets in whom the policy admits; {@link contextOf} tells who that is.
 *
 * *Use when* the application is a Fastify 5 application: `{ onRequest: protect(members) }` turns
 * requests away before their body is read. Where forms prove where they come from, use
 * `preHandler`: the form is parsed by then. Register CORS before it: a preflight is answered here.
 *
 * @see RFC 9110 §11
 * @example
 * ```ts
 * import { policy } from 'doorward';
 * import { contextOf, errors, protect } from 'doorward/fastify';
 * import fastify from 'fastify';
 *
 * const open = policy({ schemes: [], permission: () => ({ allowed: true }) });
 * const app = fastify();
 * app.setErrorHandler(errors(open));
 * app.get('/me', { onRequest: protect(open) }, async (request) => ({
 *   user: contextOf(request, open).user,
 * }));
 * const response = await app.inject('/me');
 * response.json(); // => { user: null }
 * ```
 */
export function protect<User, Nobody>(
  policy: Policy<User, Nobody>,
  options: AdapterOptions<FastifyRequest> = {},
): FastifyGuard<User, Nobody> {
  const settings = settingsOf(options);
  async function hook(
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> {
    const entry = await enter(nodeAuthRequest(request.raw, settings, request), policy);
    if (!('admitted' in entry)) return send(reply, entry);
    for (const [name, value] of entry.headers) append(reply, name, value);
    remember(request.raw, policy, entry.context);
    return undefined;
  }
  return Object.assign(hook, { policy });
}

/**
 * A guard that admits whoever signs in by one of these schemes.
 *
 * *Use when* being signed in is all that is asked.
 *
 * @throws TypeError when a scheme is given twice.
 * @example
 * ```ts
 * import { requireAuth } from 'doorward/fastify';
 * import fastify from 'fastify';
 *
 * const app = fastify();
 * app.get('/members', { onRequest: requireAuth() }, async () => 'in');
 * (await app.inject('/members')).statusCode; // => 403
 * ```
 */
export function requireAuth<const Schemes extends readonly AuthScheme<unknown>[]>(
  ...schemes: Schemes
): FastifyGuard<UserOf<Schemes>, never> {
  return protect(signedInPolicy(schemes));
}

/**
 * Makes the function for `setErrorHandler`: an `HttpError` says its answer itself, an outage is a
 * 503, what Fastify found wrong with the request a 4xx, anything else a 500 without detail. The
 * policy presents it and gives a 401 its challenges.
 *
 * *Use when* routes throw.
 */
export function errors<User, Nobody>(
  policy: Policy<User, Nobody>,
  options: AdapterOptions<FastifyRequest> = {},
): (error: unknown, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  const settings = settingsOf(options);
  return async (error, request, reply) => {
    const asked = nodeAuthRequest(request.raw, settings, request);
    return send(reply, await answerTo(known(error), asked, policyOf(request.raw, policy)));
  };
}

/**
 * Makes a plugin that serves a whole site, Doorward's own endpoints for instance.
 *
 * *Use when* the application hosts the site: `app.register(mount(site), { prefix: '/api' })`. The
 * site sees the whole path and reads bodies itself; the application's own parsers are not touched.
 *
 * @throws TypeError when `origin` is not an origin or a trusted proxy not an address.
 * @example
 * ```ts
 * import { mount } from 'doorward/fastify';
 * import fastify from 'fastify';
 *
 * const app = fastify();
 * app.register(mount((request) => new Response(new URL(request.url).pathname)), { prefix: '/api' });
 * (await app.inject('/api/here')).body; // => '/api/here'
 * ```
 */
export function mount(
  site: Site,
  options: FastifyMountOptions = {},
): (app: FastifyInstance) => Promise<void> {
  const settings = settingsOf(options);
  checkedOrigin(options.origin);
  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    try {
      const { raw } = request;
      const client = new RequestClient(new NodeRequest(raw), raw.socket, settings);
      const asked = fetchRequest(raw, reply.raw, client, options);
      return await send(reply, await answerOf(site, asked, client, options));
    } catch (error) {
      return send(reply, siteError(error, options));
    }
  }
  return async (app) => {
    // Bodies go to the site as they are, inside this plugin only.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, _payload, done) => done(null));
    const base = (options.path ?? '').replace(/\/$/, '');
    for (const url of [`${base}/`, `${base}/*`]) app.all(url, answer);
  };
}

/**
 * Who is asking, as the guard found out.
 *
 * *Use when* a route needs the user. Give the policy, and the user has its type.
 *
 * @throws TypeError when that policy, or without one any policy, has not let the request in.
 */
export function contextOf<User, Nobody>(
  request: FastifyRequest,
  policy?: Policy<User, Nobody>,
): AuthContext<User, Nobody> {
  return recall(request.raw, policy);
}

/** Sends a response as a reply of Fastify, so that its hooks and fields set before still count. */
async function send(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  reply.code(response.status);
  for (const [name, value] of responseLines(response.headers)) {
    if (name === 'transfer-encoding') continue;
    if (name === 'set-cookie' || name === 'vary')
      for (const one of [value].flat()) append(reply, name, one);
    else reply.header(name, value);
  }
  if (response.body === null || reply.request.method === 'HEAD') {
    response.body?.cancel().catch(() => undefined);
    return reply.send();
  }
  const content = await bodyAhead(response.body);
  return reply.send(content instanceof Uint8Array ? Buffer.from(content) : Readable.from(content));
}

function append(reply: FastifyReply, name: string, value: string): void {
  const before = reply.getHeader(name);
  // Fastify itself adds to this one field, and replaces every other.
  if (before === undefined || name.toLowerCase() === 'set-cookie') reply.header(name, value);
  else reply.header(name, [before, value].flat());
}

/** What Fastify itself finds wrong with a request has a code of its own. */
function known(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('statusCode' in error)) return error;
  if (!String(error.code).startsWith('FST_')) return error;
  const status = Number(error.statusCode);
  if (status < 400 || status > 499) return error;
  return 'validation' in error ? clientError(status, error.message) : clientError(status);
}
