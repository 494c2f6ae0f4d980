import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import express, { type Request as ExpressRequest, type Response as ExpressResponse } from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import type { CsrfTokens } from '../schemes/csrf.ts';
import * as inExpress from './express.ts';
import * as inFastify from './fastify.ts';
import * as inFetch from './fetch.ts';
import * as inHono from './hono.ts';
import * as inNode from './node.ts';
import { now as moment, type Route, routes } from './test-routes.ts';

/** A running server. */
export interface App {
  readonly port: number;
  close(): Promise<void>;
}

const now = () => moment;

/** The same routes, served by every framework in its own way. */
export const apps: Readonly<Record<string, (csrf: CsrfTokens) => Promise<App>>> = {
  fetch(csrf) {
    const listeners = new Map(
      routes(csrf).all.map(({ path, policy, answer }) => [
        path,
        inFetch.guarded(
          policy,
          (_request, context) => {
            const { status = 200, headers = [], json } = answer(context);
            const fields = [...headers, ['content-type', 'application/json'] as const];
            return new Response(JSON.stringify(json), {
              status,
              headers: fields.map(([...pair]) => pair),
            });
          },
          { now },
        ),
      ]),
    );
    const missing = () => new Response(null, { status: 404 });
    const listener = inNode.toNodeListener((request, client) =>
      (listeners.get(new URL(request.url).pathname) ?? missing)(request, client),
    );
    return listening(createServer(listener));
  },

  node(csrf) {
    const listeners = new Map(
      routes(csrf).all.map(({ path, policy, answer }) => [
        path,
        inNode.guarded(policy, (_req, res, context) => write(res, answer(context)), { now }),
      ]),
    );
    return listening(
      createServer((req, res) => {
        const listener = listeners.get(req.url ?? '');
        if (listener === undefined) res.writeHead(404).end();
        else void parsedForm(req).then(() => listener(req, res));
      }),
    );
  },

  express(csrf) {
    const { all, fallback } = routes(csrf);
    const app = express();
    app.use(express.urlencoded({ extended: false }));
    for (const { path, policy, answer } of all) {
      app.all(
        path,
        inExpress.protect(policy, { now }),
        (req: ExpressRequest, res: ExpressResponse) => {
          write(res, answer(inExpress.contextOf(req, policy)));
        },
      );
    }
    app.use(
      (
        error: unknown,
        req: ExpressRequest,
        res: ExpressResponse,
        next: (error?: unknown) => void,
      ) => inExpress.errors(policyOf(all, req.path) ?? fallback, { now })(error, req, res, next),
    );
    return listening(createServer(app));
  },

  async fastify(csrf) {
    const { all, fallback } = routes(csrf);
    const app = fastify({ clientErrorHandler: inNode.clientErrorAnswer });
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    app.setErrorHandler((error, request, reply) =>
      inFastify.errors(policyOf(all, request.url) ?? fallback, { now })(error, request, reply),
    );
    for (const { path, policy, answer } of all) {
      app.all(path, { preHandler: inFastify.protect(policy, { now }) }, async (request, reply) => {
        const { status = 200, headers = [], json } = answer(inFastify.contextOf(request, policy));
        reply
          .code(status)
          .headers(Object.fromEntries(headers))
          .header('content-type', 'application/json');
        return reply.send(Buffer.from(JSON.stringify(json)));
      });
    }
    await app.listen({ port: 0, host: '127.0.0.1' });
    return { port: portOf(app.server), close: () => app.close() };
  },

  hono(csrf) {
    const { all, fallback } = routes(csrf);
    const app = new Hono();
    app.onError((error, c) =>
      inHono.errors(policyOf(all, c.req.path) ?? fallback, { now })(error, c),
    );
    for (const { path, policy, answer } of all) {
      app.all(path, inHono.protect(policy, { now }), (c) => {
        const { status = 200, headers = [], json } = answer(inHono.contextOf(c, policy));
        for (const [name, value] of headers) c.header(name, value);
        return c.body(JSON.stringify(json), status as 200, { 'content-type': 'application/json' });
      });
    }
    return new Promise((resolve) => {
      const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () =>
        resolve(running(server as Server)),
      );
    });
  },
};

/** Starts a server on loopback. */
export function listening(server: Server): Promise<App> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(running(server))));
}

function running(server: Server): App {
  server.on('clientError', inNode.clientErrorAnswer);
  return {
    port: portOf(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** What an application without a framework does about forms. */
async function parsedForm(req: IncomingMessage & { body?: unknown }): Promise<void> {
  if (req.headers['content-type'] !== 'application/x-www-form-urlencoded') return;
  let text = '';
  for await (const chunk of req.setEncoding('utf8')) text += chunk;
  req.body = new URLSearchParams(text);
}

function policyOf(all: readonly Route[], path: string): Route['policy'] | undefined {
  return all.find((route) => route.path === path)?.policy;
}

function write(
  res: {
    statusCode: number;
    setHeader(name: string, value: string): unknown;
    end(text: string): unknown;
  },
  { status = 200, headers = [], json }: ReturnType<Route['answer']>,
): void {
  res.statusCode = status;
  for (const [name, value] of headers) res.setHeader(name, value);
  res.setHeader('content-type', 'application/json');
  res.end(JSON.stringify(json));
}
