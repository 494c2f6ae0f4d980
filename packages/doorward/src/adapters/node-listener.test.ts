import { createServer } from 'node:http';
import { afterEach, describe, expect, it, test } from 'vitest';
import { readBytes } from '../core/body.ts';
import { NotFound, Unavailable } from '../http/errors.ts';
import { clientErrorAnswer } from './node-client-error.ts';
import { type NodeListenerOptions, toNodeListener } from './node-listener.ts';
import type { Site } from './site.ts';
import { type App, listening } from './test-apps.ts';
import { ask, exchange, lines, parse } from './test-wire.ts';

let app: App | undefined;
afterEach(() => app?.close());

async function serve(site: Site, options: NodeListenerOptions = {}): Promise<number> {
  app = await listening(createServer(toNodeListener(site, options)));
  return app.port;
}

const echo: Site = async (request, client) =>
  Response.json({
    method: request.method,
    url: request.url,
    address: client.address,
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
  });

const host = ['Host', 'api.test'] as const;

describe('the request as the site sees it', () => {
  it('has method, URL, fields and body', async () => {
    const port = await serve(echo);
    const headers = [host, ['X-Two', 'a'], ['x-two', 'b'], ['Content-Type', 'text/plain']] as const;
    const response = await ask({
      port,
      method: 'PATCH',
      target: '/p?q=%20#'.slice(0, -1),
      headers,
      body: 'é',
    });
    expect(JSON.parse(response.body)).toMatchObject({
      method: 'PATCH',
      url: 'http://api.test/p?q=%20',
      address: '127.0.0.1',
      headers: { 'x-two': 'a, b', 'content-type': 'text/plain', host: 'api.test' },
    });
  });

  it('has no content type where the client sent none', async () => {
    const port = await serve(echo);
    const response = await ask({ port, method: 'POST', headers: [host], body: 'text' });
    expect(JSON.parse(response.body)).toMatchObject({ body: 'text' });
    expect(JSON.parse(response.body).headers).not.toHaveProperty('content-type');
  });

  it('reads a chunked body', async () => {
    const port = await serve(echo);
    const head =
      'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n';
    const response = parse(await exchange(port, `${head}3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`));
    expect(JSON.parse(response.body)).toMatchObject({ body: 'abcde' });
  });

  test.each([
    ['/plain', 'http://api.test/plain'],
    ['//other.example/x', 'http://api.test//other.example/x'],
    ['/a/../b', 'http://api.test/b'],
    ['/@evil.example', 'http://api.test/@evil.example'],
    ['http://api.test/whole?x=1', 'http://api.test/whole?x=1'],
    ['HTTP://API.test/whole', 'http://api.test/whole'],
  ])('takes the target %s', async (target, url) => {
    const port = await serve(echo);
    const response = await ask({ port, target, headers: [host] });
    expect(JSON.parse(response.body)).toMatchObject({ url });
  });

  it('has the configured origin, whatever the Host field says', async () => {
    const port = await serve(echo, { origin: 'https://example.org' });
    for (const target of ['/x', 'http://evil.example/x']) {
      const response = await ask({ port, target, headers: [['Host', 'evil.example']] });
      expect(JSON.parse(response.body)).toMatchObject({ url: 'https://example.org/x' });
    }
  });

  it('takes the word of trusted proxies, and of nobody else', async () => {
    const headers = [
      host,
      ['X-Forwarded-For', '192.0.2.9'],
      ['X-Forwarded-Proto', 'https'],
    ] as const;
    const trusting = await ask({
      port: await serve(echo, { trustedProxies: ['loopback'] }),
      headers,
    });
    expect(JSON.parse(trusting.body)).toMatchObject({
      url: 'https://api.test/',
      address: '192.0.2.9',
    });
    await app?.close();
    const alone = await ask({ port: await serve(echo), headers });
    expect(JSON.parse(alone.body)).toMatchObject({ url: 'http://api.test/', address: '127.0.0.1' });
  });

  it('may leave the host out in HTTP/1.0 alone', async () => {
    const port = await serve(echo);
    const old = await ask({ port, version: '1.0' });
    expect(JSON.parse(old.body)).toMatchObject({ url: 'http://localhost/' });
    expect((await ask({ port })).status).toBe(400);
  });

  it('refuses an origin that is none, at assembly', () => {
    expect(() => toNodeListener(echo, { origin: 'https://example.org/path' })).toThrow(TypeError);
    expect(() => toNodeListener(echo, { origin: 'example.org' })).toThrow(TypeError);
  });
});

describe('requests that are none', () => {
  test.each<[string, Partial<Parameters<typeof ask>[0]>, number]>([
    ['two hosts', { headers: [host, ['Host', 'other.test']] }, 400],
    ['the same host twice', { headers: [host, host] }, 400],
    ['an empty host', { headers: [['Host', '']] }, 400],
    ['a host with a path', { headers: [['Host', 'api.test/path']] }, 400],
    ['a host with a user', { headers: [['Host', 'a@api.test']] }, 400],
    ['a host with a port beyond every port', { headers: [['Host', 'api.test:99999']] }, 400],
    ['a host beyond ASCII', { headers: [['Host', 'caf\xe9.test']] }, 400],
    ['a host of brackets', { headers: [['Host', '[::1']] }, 400],
    ['a fragment in the target', { target: '/a#b' }, 400],
    ['octets above ASCII in the target', { target: '/caf\xe9' }, 400],
    ['a backslash in the target', { target: '/\\evil.example' }, 400],
    ['a target without a slash', { target: 'evil' }, 400],
    ['a target of another scheme', { target: 'ftp://api.test/' }, 400],
    ['a target with a user in it', { target: 'http://a:b@api.test/' }, 400],
    ['the asterisk, where there is no whole server to ask about', { target: '*' }, 400],
    ['a target over 8,000 bytes', { target: `/${'a'.repeat(8_000)}` }, 414],
    ['TRACE, which would echo credentials', { method: 'TRACE' }, 405],
  ])('%s', async (_what, request, status) => {
    const port = await serve(echo);
    const response = await ask({ port, headers: [host], ...request });
    expect(response.status).toBe(status);
    expect(lines(response, 'content-type')).toEqual(['application/problem+json']);
    expect(JSON.parse(response.body)).toMatchObject({
      status,
      code: expect.any(String),
      detail: expect.any(String),
    });
    expect(lines(response, 'allow').length).toBe(status === 405 ? 1 : 0);
  });

  it('takes a target of 8,000 bytes', async () => {
    const port = await serve(echo);
    expect((await ask({ port, target: `/${'a'.repeat(7_999)}`, headers: [host] })).status).toBe(
      200,
    );
  });
});

describe('bodies and their ends', () => {
  it('still answers when the site reads a part of the body only', async () => {
    const port = await serve(async (request) => {
      const bytes = await readBytes(request, 10).catch(() => undefined);
      return new Response(bytes === undefined ? 'too long' : 'short', { status: 413 });
    });
    const head =
      'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n';
    const chunk = `1000\r\n${'a'.repeat(4_096)}\r\n`;
    const response = parse(await exchange(port, `${head}${chunk.repeat(40)}0\r\n\r\n`));
    expect([response.status, response.body]).toEqual([413, 'too long']);
  });

  it.each(['/cancelled', '/left'])(
    'goes on with the connection when the site reads a part: %s',
    async (target) => {
      const port = await serve(async (request) => {
        if (request.method === 'GET') return new Response('next');
        if (request.url.endsWith('/cancelled')) await readBytes(request, 10).catch(() => undefined);
        else await request.body?.getReader().read();
        return new Response('too long');
      });
      const head = `POST ${target} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n`;
      const long = `${head}${`1000\r\n${'a'.repeat(4_096)}\r\n`.repeat(200)}0\r\n\r\n`;
      const text = await exchange(
        port,
        `${long}GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
      );
      expect(text).toContain('too long');
      expect(text).toMatch(/next$/);
    },
  );

  it('goes on with the connection when the site reads nothing', async () => {
    const port = await serve((request) => new Response(new URL(request.url).pathname));
    const one = `POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde`;
    const text = await exchange(
      port,
      `${one}GET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    );
    expect(text).toContain('/1');
    expect(text).toContain('/2');
  });

  it('aborts the signal when the client goes away', async () => {
    const aborted = Promise.withResolvers<void>();
    const seen = Promise.withResolvers<void>();
    const port = await serve(async (request) => {
      request.signal.addEventListener('abort', () => aborted.resolve());
      expect(request.signal).toBe(request.signal);
      seen.resolve();
      await aborted.promise;
      return new Response();
    });
    const controller = new AbortController();
    const gone = fetch(`http://127.0.0.1:${port}/`, { signal: controller.signal });
    await seen.promise;
    controller.abort();
    await expect(gone).rejects.toThrow('aborted');
    await aborted.promise;
  });

  it('leaves the signal alone when the answer got through', async () => {
    let signal: AbortSignal | undefined;
    const port = await serve((request) => {
      signal = request.signal;
      return new Response('whole');
    });
    expect((await ask({ port, headers: [host] })).body).toBe('whole');
    expect(signal?.aborted).toBe(false);
  });

  it('tells the reader of a body that broke off', async () => {
    const broken = Promise.withResolvers<unknown>();
    const port = await serve(async (request) => {
      await request.arrayBuffer().catch(broken.resolve);
      return new Response();
    });
    const { connect } = await import('node:net');
    const socket = connect(port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf', () =>
      socket.destroy(),
    );
    expect(await broken.promise).toMatchObject({ code: 'parse_error' });
  });
});

describe('what a site throws', () => {
  it('is the answer, when it is one', async () => {
    const port = await serve(() => {
      throw new NotFound();
    });
    const response = await ask({ port, headers: [host] });
    expect(response.status).toBe(404);
    expect(JSON.parse(response.body)).toMatchObject({ code: 'not_found' });
  });

  it('says when to come back', async () => {
    const port = await serve(() => Promise.reject(new Unavailable(undefined, { retryAfter: 4 })));
    expect(lines(await ask({ port, headers: [host] }), 'retry-after')).toEqual(['4']);
  });

  it('is a 500 with an id otherwise, told to the one who asked for it', async () => {
    const told: unknown[] = [];
    const port = await serve(
      () => {
        throw new Error('the password is hunter2');
      },
      { onError: (...given) => told.push(...given) },
    );
    const response = await ask({ port, headers: [host] });
    expect(response.status).toBe(500);
    expect(response.body).not.toContain('hunter2');
    expect(told).toEqual([
      expect.objectContaining({ message: 'the password is hunter2' }),
      JSON.parse(response.body).id,
    ]);
  });
});

describe('clientErrorAnswer', () => {
  it('answers a request that takes too long with 408', async () => {
    const server = createServer(
      { connectionsCheckingInterval: 20, headersTimeout: 30, requestTimeout: 30 },
      (_req, res) => res.end(),
    );
    app = await listening(server);
    const response = parse(await exchange(app.port, 'GET / HTTP/1.1\r\nHost: a\r\n'));
    expect(response.status).toBe(408);
    expect(JSON.parse(response.body)).toMatchObject({ status: 408, code: 'request_timeout' });
    expect(lines(response, 'connection')).toEqual(['close']);
  });

  it('answers what is not HTTP with 400', async () => {
    const port = await serve(echo);
    const response = parse(await exchange(port, 'hello\r\n\r\n'));
    expect(response.status).toBe(400);
    expect(lines(response, 'content-length')).toEqual([String(response.body.length)]);
  });

  it('answers chunk extensions without an end with 413', async () => {
    const port = await serve(echo);
    const head = 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
    const text = await exchange(port, `${head}1;${'a'.repeat(20_000)}\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('adds nothing to an answer that has begun', async () => {
    app = await listening(
      createServer((_req, res) => {
        res.write('half');
      }),
    );
    const head = 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
    const { connect } = await import('node:net');
    const socket = connect(app.port, '127.0.0.1');
    let text = '';
    socket.setEncoding('latin1');
    socket.on('error', () => undefined);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('half')) socket.write('not a chunk\r\n');
    });
    socket.write(head);
    await closed;
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  it('says nothing to a connection that is gone', () => {
    const gone = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    let destroyed: unknown;
    const socket = {
      writable: true,
      destroy(error: unknown) {
        destroyed = error;
      },
    };
    clientErrorAnswer(gone, socket as never);
    expect(destroyed).toBe(gone);
  });
});
