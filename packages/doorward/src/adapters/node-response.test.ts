import { createServer, type ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import * as http from '../http/index.ts';
import { type HttpResponse, type StatusInfo, statuses } from '../http/index.ts';
import { writeResponse } from './node-response.ts';
import { type App, listening } from './test-apps.ts';
import { ask, exchange, lines, type WireResponse } from './test-wire.ts';

let app: App | undefined;
afterEach(() => app?.close());

/** Serves one function, asks it once, and gives back what was on the wire. */
async function wire(
  answer: (res: ServerResponse) => Promise<unknown>,
  request: { method?: string } = {},
): Promise<WireResponse> {
  app = await listening(createServer((_req, res) => void answer(res)));
  return ask({ port: app.port, headers: [['Host', 'api.test']], ...request });
}

type AnyClass = new (...given: unknown[]) => HttpResponse;
const classes = http as unknown as Readonly<Record<string, AnyClass | undefined>>;
const challenges = [
  { scheme: 'Bearer', params: { realm: 'a, b' } },
  { scheme: 'Basic', params: { realm: 'api', charset: 'UTF-8' } },
] as const;
const redirects = [301, 302, 303, 305, 307, 308];

/** What the classes with required options are given. */
const options: Readonly<Record<number, object>> = {
  206: { contentRange: [0, 3, 2048] },
  226: { etag: '"2"', im: 'vcdiff' },
  401: { challenges },
  405: { permittedMethods: ['GET', 'HEAD'] },
  407: { challenges },
  416: { totalLength: 47_022 },
  426: { upgrade: 'TLS/1.2' },
};

const final = statuses.filter(({ name, status }) => name !== undefined && status >= 200);

function build({ name, status, body }: StatusInfo): HttpResponse {
  const Class = classes[`HttpResponse${name}`];
  if (Class === undefined) throw new Error(`there is no HttpResponse${name}`);
  const given = { ...options[status], headers: { 'x-own': 'kept' } };
  if (body === 'none') return new Class(given);
  if (redirects.includes(status)) return new Class('/there', { ...given, content: 'body' });
  if (status === 405) return new Class(['GET', 'HEAD'], { ...given, content: 'body' });
  return new Class('body', given);
}

describe('every final status of http/ on the wire', () => {
  it.each(final)('$status $reason', async (info) => {
    const expected = build(info);
    const response = await wire((res) => writeResponse(res, build(info)));
    expect(response.status).toBe(info.status);
    expect(response.reason).toBe(info.reason);
    expect(response.body).toBe(info.body === 'none' ? '' : 'body');
    for (const [name, value] of expected.headers) {
      const joined = lines(response, name).join(', ');
      expect([name, joined]).toEqual([name, name === 'connection' ? `${value}, close` : value]);
    }
  });

  it('has as many classes as the table has final statuses with a name', () => {
    expect(final.length).toBeGreaterThan(50);
  });

  it.each(final)('$status $reason to HEAD: the same fields, no body', async (info) => {
    const response = await wire((res) => writeResponse(res, build(info)), { method: 'HEAD' });
    expect(response.status).toBe(info.status);
    expect(lines(response, 'x-own')).toEqual(['kept']);
    expect(response.body).toBe('');
  });
});

describe('field lines', () => {
  it('writes one line for each challenge (RFC 9110 §11.6.1)', async () => {
    const response = await wire((res) =>
      writeResponse(res, new http.HttpResponseUnauthorized('', { challenges })),
    );
    expect(lines(response, 'www-authenticate')).toEqual([
      'Bearer realm="a, b"',
      'Basic realm="api", charset="UTF-8"',
    ]);
  });

  it('writes one line for each challenge of a proxy', async () => {
    const response = await wire((res) =>
      writeResponse(res, new http.HttpResponseProxyAuthenticationRequired('', { challenges })),
    );
    expect(lines(response, 'proxy-authenticate')).toHaveLength(2);
  });

  it('leaves a challenge alone that cannot be read', async () => {
    const value = 'Bearer realm="open, Basic';
    const response = await wire((res) =>
      writeResponse(
        res,
        new Response(null, { status: 401, headers: { 'www-authenticate': value } }),
      ),
    );
    expect(lines(response, 'www-authenticate')).toEqual([value]);
  });

  it('writes one line for each cookie, after those set before', async () => {
    const headers = new Headers([
      ['set-cookie', 'a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT'],
      ['set-cookie', 'b=2'],
    ]);
    const response = await wire((res) => {
      res.setHeader('set-cookie', 'z=0');
      return writeResponse(res, new Response(null, { headers }));
    });
    expect(lines(response, 'set-cookie')).toEqual([
      'z=0',
      'a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT',
      'b=2',
    ]);
  });

  it('keeps fields set before, adds to Vary, and lets the response decide the others', async () => {
    const response = await wire((res) => {
      res.setHeader('access-control-allow-origin', 'https://app.example');
      res.setHeader('vary', 'Origin');
      res.setHeader('x-both', 'before');
      const headers = { vary: 'Accept', 'x-both': 'response', 'transfer-encoding': 'gzip' };
      return writeResponse(res, new Response('x', { headers }));
    });
    expect(lines(response, 'access-control-allow-origin')).toEqual(['https://app.example']);
    expect(lines(response, 'vary').join(', ')).toBe('Origin, Accept');
    expect(lines(response, 'x-both')).toEqual(['response']);
    expect(lines(response, 'transfer-encoding')).toEqual([]);
  });

  it('keeps octets above ASCII in fields and body', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const response = await wire((res) =>
      writeResponse(res, new Response(bytes, { headers: { 'x-octets': '\xe9\xff' } })),
    );
    expect(lines(response, 'x-octets')).toEqual(['\xe9\xff']);
    expect(Buffer.from(response.body, 'latin1')).toEqual(Buffer.from(bytes));
    expect(lines(response, 'content-length')).toEqual(['256']);
  });
});

describe('bodies', () => {
  it('sends the length of a body that is ready', async () => {
    const response = await wire((res) => writeResponse(res, Response.json({ é: 'ü' })));
    expect(lines(response, 'content-length')).toEqual(['11']);
    expect(Buffer.from(response.body, 'latin1').toString('utf8')).toBe('{"é":"ü"}');
  });

  it('sends a long body whole', async () => {
    const long = 'abcdefgh'.repeat(100_000);
    const response = await wire((res) => writeResponse(res, new Response(long)));
    expect(response.body).toBe(long);
  });

  it('sends the head and each chunk of a slow body as they come', async () => {
    let push: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        push = controller;
      },
    });
    app = await listening(createServer((_req, res) => void writeResponse(res, new Response(body))));
    const response = await fetch(`http://127.0.0.1:${app.port}/`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (const chunk of ['one', 'two']) {
      push?.enqueue(Buffer.from(chunk));
      expect(await reader?.read()).toEqual({ done: false, value: chunk });
    }
    push?.close();
    expect(await reader?.read()).toEqual({ done: true, value: undefined });
  });

  it('waits for a client that reads slowly', async () => {
    let pulled = 0;
    const total = 400;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(65_536));
        if (pulled === total) controller.close();
      },
    });
    app = await listening(createServer((_req, res) => void writeResponse(res, new Response(body))));
    const response = await fetch(`http://127.0.0.1:${app.port}/`);
    for (let turns = 0; turns < 200; turns += 1) await turn();
    expect(pulled).toBeLessThan(total);
    expect((await response.arrayBuffer()).byteLength).toBe(total * 65_536);
  });

  it('gives a body up when the client goes away, even while waiting for a chunk', async () => {
    const cancelled = Promise.withResolvers<unknown>();
    const written = Promise.withResolvers<void>();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Buffer.from('first')),
      cancel: cancelled.resolve,
    });
    app = await listening(
      createServer(
        (_req, res) => void writeResponse(res, new Response(body)).then(written.resolve),
      ),
    );
    const controller = new AbortController();
    const response = await fetch(`http://127.0.0.1:${app.port}/`, { signal: controller.signal });
    expect(response.status).toBe(200);
    controller.abort();
    await cancelled.promise;
    await written.promise;
  });

  it('ends the connection when a body fails midway, so that nobody takes it for complete', async () => {
    let fail: (() => void) | undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Buffer.from('half'));
        fail = () => controller.error(new Error('disk'));
      },
    });
    app = await listening(createServer((_req, res) => void writeResponse(res, new Response(body))));
    const response = await fetch(`http://127.0.0.1:${app.port}/`);
    const text = response.text();
    fail?.();
    await expect(text).rejects.toThrow('terminated');
  });

  it('cancels the body of an answer to HEAD', async () => {
    const cancelled = Promise.withResolvers<unknown>();
    const body = new ReadableStream({ cancel: cancelled.resolve });
    const response = await wire((res) => writeResponse(res, new Response(body)), {
      method: 'HEAD',
    });
    expect(response.body).toBe('');
    await cancelled.promise;
  });

  it('can be told that the request was HEAD', async () => {
    const response = await wire((res) => writeResponse(res, new Response('x'), { head: true }));
    expect(response.body).toBe('');
  });
});

it('refuses a field that cannot be sent, before anything is written', async () => {
  const response = await wire(async (res) => {
    const odd = new Response('x');
    Object.defineProperty(odd, 'headers', { value: new Map([['x-odd', 'a\nb']]) });
    Object.assign(odd.headers, { getSetCookie: () => [] });
    await expect(writeResponse(res, odd)).rejects.toThrow(TypeError);
    res.statusCode = 500;
    res.end();
  });
  expect(response.status).toBe(500);
});

it('answers requests that were sent at once, each in its turn', async () => {
  app = await listening(
    createServer((req, res) => void writeResponse(res, new Response(`for ${req.url}`))),
  );
  const one = 'GET /1 HTTP/1.1\r\nHost: a\r\n\r\n';
  const two = 'GET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
  const text = await exchange(app.port, one + two);
  expect(text.indexOf('for /1')).toBeGreaterThan(0);
  expect(text.indexOf('for /2')).toBeGreaterThan(text.indexOf('for /1'));
});
