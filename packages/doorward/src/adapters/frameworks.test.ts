import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { afterEach, describe, expect, expectTypeOf, it } from 'vitest';
import { policy } from '../core/policy.ts';
import type { Auth, AuthScheme } from '../core/scheme.ts';
import { keyring } from '../crypto/keyring.ts';
import { Secret } from '../crypto/secret.ts';
import { anyone } from '../permissions/anyone.ts';
import { authenticated } from '../permissions/authenticated.ts';
import { csrfTokens } from '../schemes/csrf.ts';
import { session } from '../schemes/session.ts';
import { token } from '../schemes/token.ts';
import * as inExpress from './express.ts';
import * as inFastify from './fastify.ts';
import * as inHono from './hono.ts';
import type { Site } from './site.ts';
import { type App, listening } from './test-apps.ts';
import { ask, lines } from './test-wire.ts';

interface Person {
  readonly name: string;
}
const robot = { user: { name: 'robot' }, credential: '1' };
const robots = token<Person>({ source: { find: (key) => (key === 'robot' ? robot : undefined) } });
const members = policy({ schemes: [robots], permission: authenticated });
const open = policy({ schemes: [robots], permission: anyone });
const host = ['Host', 'api.test'] as const;
const asRobot = [host, ['Authorization', 'Token robot']] as const;
const json = ['Content-Type', 'application/json'] as const;

const echo: Site = async (request, client) => {
  const headers = new Headers([
    ['set-cookie', 'a=1'],
    ['set-cookie', 'b=2'],
    ['x-address', client.address ?? 'none'],
    ['x-type', request.headers.get('content-type') ?? 'none'],
    ['vary', 'Accept'],
  ]);
  const body = `${request.method} ${new URL(request.url).pathname} ${await request.text()}`;
  return new Response(request.method === 'HEAD' ? null : body, { headers });
};

let app: App | undefined;
afterEach(() => app?.close());

async function startExpress(set: (app: express.Express) => void): Promise<number> {
  const server = express();
  set(server);
  app = await listening(createServer(server));
  return app.port;
}

describe('express', () => {
  it('sets req.user and req.auth, and contextOf gives them types', async () => {
    const port = await startExpress((server) => {
      server.get('/', inExpress.protect(members), (req, res) => {
        const { user, auth } = inExpress.contextOf(req, members);
        expectTypeOf(user).toEqualTypeOf<Person>();
        expectTypeOf(auth).toEqualTypeOf<Auth>();
        const own = req as unknown as { user: Person; auth: Auth };
        res.json([own.user === user, own.auth === auth, user.name]);
      });
    });
    expect(JSON.parse((await ask({ port, headers: asRobot })).body)).toEqual([true, true, 'robot']);
  });

  it('guards whole routers, seeing the whole path', async () => {
    const seen: string[] = [];
    const noting: AuthScheme<Person> = {
      name: 'X-Note',
      authenticate({ request }) {
        seen.push(request.url);
        return { accepted: true, user: robot.user };
      },
    };
    const port = await startExpress((server) => {
      server.use('/api', inExpress.requireAuth(noting), (_req, res) => void res.end('in'));
    });
    expect((await ask({ port, target: '/api/a?b', headers: [host] })).body).toBe('in');
    expect(seen).toEqual(['/api/a?b']);
  });

  it('keeps what stood on the response before, such as CORS', async () => {
    const port = await startExpress((server) => {
      server.use((_req, res, next) => {
        res.setHeader('access-control-allow-origin', 'https://app.example').vary('Origin');
        next();
      });
      server.use(inExpress.protect(members));
    });
    const response = await ask({ port, headers: [host] });
    expect(response.status).toBe(401);
    expect(lines(response, 'access-control-allow-origin')).toEqual(['https://app.example']);
    expect(lines(response, 'vary')).toEqual(['Origin']);
  });

  it('answers what body parsers refuse as the client’s error, without their words', async () => {
    const port = await startExpress((server) => {
      server.use(express.json({ limit: 10 }), inExpress.errors(members));
    });
    const post = (body: string) => ask({ port, method: 'POST', headers: [host, json], body });
    const malformed = await post('{"a":x}');
    expect(malformed.status).toBe(400);
    expect(JSON.parse(malformed.body)).toMatchObject({
      code: 'parse_error',
      detail: 'Malformed request.',
    });
    const long = await post('{"a":"much too long"}');
    expect(long.status).toBe(413);
    expect(JSON.parse(long.body)).toMatchObject({ code: 'content_too_large' });
  });

  it('does not take every error with a status for an answer', async () => {
    const port = await startExpress((server) => {
      server.get('/', () => {
        throw Object.assign(new Error('from upstream'), { status: 400, expose: false });
      });
      server.use(inExpress.errors(members));
    });
    expect((await ask({ port, headers: [host] })).status).toBe(500);
  });

  it('leaves an answer that has begun to Express', async () => {
    const port = await startExpress((server) => {
      server.get('/', async (_req, res) => {
        await new Promise((resolve) => res.write('half', resolve));
        throw new Error('late');
      });
      server.use(inExpress.errors(members));
      server.use(
        (_error: unknown, _req: unknown, res: express.Response, _next: unknown) =>
          void res.destroy(),
      );
    });
    const response = await fetch(`http://127.0.0.1:${port}/`);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('mounts a site, with bodies that were read before or not', async () => {
    const port = await startExpress((server) => {
      server.use('/raw', inExpress.mount(echo));
      server.use(
        express.json(),
        express.urlencoded({ extended: true }),
        express.text(),
        express.raw(),
      );
      server.use('/api', inExpress.mount(echo));
    });
    const post = async (target: string, type: string, body: string) => {
      const headers = [host, ['Content-Type', type]] as const;
      const response = await ask({ port, method: 'POST', target, headers, body });
      expect(lines(response, 'x-type')).toEqual([type]);
      return response.body;
    };
    const urlencoded = 'application/x-www-form-urlencoded';
    expect(await post('/raw/x', 'application/json', '{"a": 1}')).toBe('POST /raw/x {"a": 1}');
    expect(await post('/api/x', 'application/json', '{"a": 1}')).toBe('POST /api/x {"a":1}');
    expect(await post('/api/x', urlencoded, 'a=1&a=2&b=%26')).toBe('POST /api/x a=1&a=2&b=%26');
    expect(await post('/api/x', 'text/plain', 'text')).toBe('POST /api/x text');
    expect(await post('/api/x', 'application/octet-stream', '\xc3\xa9')).toBe(
      'POST /api/x \xc3\xa9',
    );
    const response = await ask({ port, target: '/api', headers: [host] });
    expect(lines(response, 'set-cookie')).toEqual(['a=1', 'b=2']);
    expect(lines(response, 'x-address')).toEqual(['127.0.0.1']);
  });
});

describe('fastify', () => {
  it('turns requests away before it reads their bodies', async () => {
    const server = fastify();
    server.post('/', { onRequest: inFastify.protect(members) }, async (request) => {
      const { user } = inFastify.contextOf(request, members);
      expectTypeOf(user).toEqualTypeOf<Person>();
      return user.name;
    });
    const post = (headers: object) =>
      server.inject({
        method: 'POST',
        url: '/',
        payload: '{"a":x}',
        headers: { 'content-type': 'application/json', ...headers },
      });
    expect((await post({})).statusCode).toBe(401);
    expect((await post({ authorization: 'Token robot' })).statusCode).toBe(400);
  });

  it('sends its answers as replies: hooks and fields set before still count', async () => {
    const server = fastify();
    server.addHook('onRequest', async (_request, reply) => {
      reply.header('access-control-allow-origin', 'https://app.example').header('vary', 'Origin');
    });
    server.addHook('onSend', async (_request, reply, payload) => {
      reply.header('x-sent', 'yes');
      return payload;
    });
    server.get('/', { onRequest: inFastify.requireAuth(robots) }, async () => 'in');
    const { statusCode, headers } = await server.inject('/');
    expect(statusCode).toBe(401);
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      vary: 'Origin',
      'x-sent': 'yes',
      'www-authenticate': 'Token',
      'content-type': 'application/problem+json',
    });
  });

  it('answers what Fastify refuses as the client’s error', async () => {
    const server = fastify({ bodyLimit: 30 });
    server.setErrorHandler(inFastify.errors(open));
    const schema = { body: { type: 'object', required: ['a'] } };
    server.post('/', { schema }, async () => 'in');
    const post = async (payload: string, type = 'application/json') => {
      const response = await server.inject({
        method: 'POST',
        url: '/',
        payload,
        headers: { 'content-type': type },
      });
      return [response.statusCode, response.json().code];
    };
    expect(await post('{"a":x}')).toEqual([400, 'parse_error']);
    expect(await post('{"b":1}')).toEqual([400, 'invalid']);
    expect(await post('x', 'text/csv')).toEqual([415, 'unsupported_media_type']);
    expect(await post(`{"a":"${'x'.repeat(40)}"}`)).toEqual([413, 'content_too_large']);
  });

  it('does not take every error with a status for an answer', async () => {
    const server = fastify();
    server.setErrorHandler(inFastify.errors(members));
    server.get('/', async () => {
      throw Object.assign(new Error('from upstream'), { statusCode: 401, code: 'E_UPSTREAM' });
    });
    expect((await server.inject('/')).statusCode).toBe(500);
  });

  it('mounts a site below a prefix, without touching the application’s own parsers', async () => {
    const server = fastify();
    server.addHook('onRequest', async (_request, reply) => {
      reply.header('vary', 'Origin');
    });
    await server.register(inFastify.mount(echo), { prefix: '/api' });
    server.post('/own', async (request) => request.body);
    await server.listen({ port: 0, host: '127.0.0.1' });
    app = { port: (server.server.address() as AddressInfo).port, close: () => server.close() };
    const { port } = app;
    const site = await ask({
      port,
      method: 'POST',
      target: '/api/x',
      headers: [host, json],
      body: '{"a": x}',
    });
    expect(site.body).toBe('POST /api/x {"a": x}');
    expect(lines(site, 'set-cookie')).toEqual(['a=1', 'b=2']);
    expect(lines(site, 'x-address')).toEqual(['127.0.0.1']);
    expect(lines(site, 'vary').join(', ')).toBe('Origin, Accept');
    expect((await ask({ port, method: 'HEAD', target: '/api', headers: [host] })).status).toBe(200);
    const own = await ask({
      port,
      method: 'POST',
      target: '/own',
      headers: [host, json],
      body: '{"a":1}',
    });
    expect(own.body).toBe('{"a":1}');
    const bad = await ask({ port, target: '/api/#', headers: [host] });
    expect(bad.status).toBe(400);
  });

  it('streams the body of a site that is slow', async () => {
    let push: ReadableStreamDefaultController<Uint8Array> | undefined;
    const server = fastify();
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        push = controller;
        controller.enqueue(Buffer.from('one'));
      },
    });
    await server.register(inFastify.mount(() => new Response(body)));
    await server.listen({ port: 0, host: '127.0.0.1' });
    app = { port: (server.server.address() as AddressInfo).port, close: () => server.close() };
    const response = await fetch(`http://127.0.0.1:${app.port}/`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect(await reader?.read()).toEqual({ done: false, value: 'one' });
    push?.enqueue(Buffer.from('two'));
    expect(await reader?.read()).toEqual({ done: false, value: 'two' });
    push?.close();
    expect(await reader?.read()).toEqual({ done: true, value: undefined });
  });
});

describe('hono', () => {
  it('gives the route typed variables', async () => {
    const server = new Hono().get('/', inHono.protect(members), (c) => {
      expectTypeOf(c.var.user).toEqualTypeOf<Person>();
      expectTypeOf(c.var.auth).toEqualTypeOf<Auth>();
      return c.json([
        c.var.user.name,
        c.var.auth.scheme,
        inHono.contextOf(c, members).user === c.get('user'),
      ]);
    });
    const response = await server.request('/', { headers: { authorization: 'Token robot' } });
    expect(await response.json()).toEqual(['robot', 'Token', true]);
  });

  it('keeps what stood on the response before, such as CORS and cookies', async () => {
    const server = new Hono();
    server.use(cors({ origin: 'https://app.example' }));
    server.use((c, next) => {
      c.header('set-cookie', 'first=1', { append: true });
      return next();
    });
    server.use(inHono.requireAuth(robots));
    const response = await server.request('/', { headers: { origin: 'https://app.example' } });
    expect(response.status).toBe(401);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(response.headers.get('vary')).toBe('Origin');
    expect(response.headers.get('www-authenticate')).toBe('Token');
    expect(response.headers.getSetCookie()).toEqual(['first=1']);
  });

  it('keeps the response of Hono’s own exceptions', async () => {
    const server = new Hono();
    server.onError(inHono.errors(members));
    server.get('/', () => {
      throw new HTTPException(418, { message: 'short and stout' });
    });
    const response = await server.request('/');
    expect([response.status, await response.text()]).toEqual([418, 'short and stout']);
  });

  it('finds form fields after the application has parsed the form, and leaves them to it before', async () => {
    const csrf = csrfTokens(keyring([Secret.generate()]));
    const people = session<Person>({
      csrf,
      source: { find: () => ({ ...robot, at: new Date(), methods: ['pwd'] }) },
    });
    const guard = inHono.protect(policy({ schemes: [people], permission: authenticated }));
    const server = new Hono();
    server.use('/after', async (c, next) => {
      await c.req.parseBody();
      await next();
    });
    server.post('/:when', guard, async (c) => c.json(await c.req.parseBody()));
    const post = (path: string, csrf_token: string) =>
      server.request(path, {
        method: 'POST',
        body: new URLSearchParams({ csrf_token }),
        headers: { cookie: '__Host-doorward=s', 'sec-fetch-site': 'same-origin' },
      });
    const good = csrf.issue('s');
    for (const path of ['/before', '/after']) {
      const response = await post(path, good);
      expect(await response.json()).toEqual({ csrf_token: good });
      expect((await post(path, 'guess')).status).toBe(403);
    }
  });

  it('mounts a site, and knows the client on Node and wherever it is told', async () => {
    const server = new Hono();
    server.all('/api/*', inHono.mount(echo));
    server.all(
      '/told/*',
      inHono.mount(echo, { connection: () => ({ remoteAddress: '192.0.2.7' }) }),
    );
    const running = await new Promise<ReturnType<typeof serve>>((resolve) => {
      const started = serve({ fetch: server.fetch, port: 0, hostname: '127.0.0.1' }, () =>
        resolve(started),
      );
    });
    app = {
      port: (running.address() as AddressInfo).port,
      close: () => new Promise((resolve) => running.close(() => resolve())),
    };
    const { port } = app;
    const response = await ask({
      port,
      method: 'POST',
      target: '/api/x',
      headers: [host, json],
      body: '{',
    });
    expect(response.body).toBe('POST /api/x {');
    expect(lines(response, 'set-cookie')).toEqual(['a=1', 'b=2']);
    expect(lines(response, 'x-address')).toEqual(['127.0.0.1']);
    expect(lines(await ask({ port, target: '/told/x', headers: [host] }), 'x-address')).toEqual([
      '192.0.2.7',
    ]);
    expect((await server.request('/api/x')).headers.get('x-address')).toBe('none');
  });
});
