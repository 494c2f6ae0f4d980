import { createServer, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import {
  HttpResponseContinue,
  HttpResponseEarlyHints,
  HttpResponseProcessing,
  HttpResponseSwitchingProtocols,
  HttpResponseUploadResumptionSupported,
  InterimResponse,
} from '../http/interim-response.ts';
import { statuses } from '../http/status.ts';
import { writeInterim } from './node-interim.ts';
import { type App, listening } from './test-apps.ts';
import { ask, exchange, lines } from './test-wire.ts';

let app: App | undefined;
afterEach(() => app?.close());

async function start(answer: (res: ServerResponse) => void): Promise<App> {
  app = await listening(
    createServer((_req, res) => {
      answer(res);
      if (!res.writableEnded) res.end('final');
    }),
  );
  return app;
}

const hints = new HttpResponseEarlyHints({
  link: ['</style.css>; rel=preload; as=style', '</a>; rel=next; title="a b, c"'],
  headers: { 'x-trace': '7' },
});

describe('on the wire, before the final response', () => {
  const interims = [
    ['100 Continue', new HttpResponseContinue(), {}],
    ['102 Processing', new HttpResponseProcessing(), {}],
    [
      '102 Processing',
      new HttpResponseProcessing({ headers: { 'x-step': '2' } }),
      { 'x-step': '2' },
    ],
    [
      '103 Early Hints',
      hints,
      {
        link: '</style.css>; rel=preload; as=style, </a>; rel=next; title="a b, c"',
        'x-trace': '7',
      },
    ],
    [
      '104 Upload Resumption Supported',
      new HttpResponseUploadResumptionSupported({ location: '/uploads/7' }),
      { location: '/uploads/7' },
    ],
  ] as const;

  it.each(interims)('%s', async (line, interim, fields) => {
    let written: boolean | undefined;
    const { port } = await start((res) => {
      written = writeInterim(res, interim);
    });
    const response = await ask({ port, headers: [['Host', 'a']] });
    expect(written).toBe(true);
    expect(response.interim.map(({ status, reason }) => `${status} ${reason}`)).toEqual([line]);
    expect(Object.fromEntries(response.interim[0]?.headers ?? [])).toEqual(fields);
    expect([response.status, response.body]).toEqual([200, 'final']);
  });

  it('covers every interim status there is', () => {
    const known = statuses.map(({ status }) => status).filter((status) => status < 200);
    expect(new Set([...interims.map(([line]) => Number(line.slice(0, 3))), 101])).toEqual(
      new Set(known),
    );
  });

  it('writes several, in order', async () => {
    const { port } = await start((res) => {
      writeInterim(res, new InterimResponse(102));
      writeInterim(res, hints);
    });
    const response = await ask({ port, headers: [['Host', 'a']] });
    expect(response.interim.map(({ status }) => status)).toEqual([102, 103]);
  });
});

describe('where there is no place for one', () => {
  it('writes none to an HTTP/1.0 client (RFC 9110 §15.2)', async () => {
    let written: boolean | undefined;
    const { port } = await start((res) => {
      written = writeInterim(res, hints);
    });
    const response = await ask({ port, version: '1.0' });
    expect(written).toBe(false);
    expect(response.interim).toEqual([]);
    expect(response.status).toBe(200);
  });

  it('writes none after the final head', async () => {
    let written: boolean | undefined;
    const { port } = await start((res) => {
      res.flushHeaders();
      written = writeInterim(res, hints);
    });
    const response = await ask({ port, headers: [['Host', 'a']] });
    expect(written).toBe(false);
    expect(response.body).toBe('final');
  });

  it('writes none into the response to an earlier request on the connection', async () => {
    const second = Promise.withResolvers<boolean>();
    let first: ServerResponse | undefined;
    app = await listening(
      createServer((req, res) => {
        if (req.url === '/1') {
          first = res;
          res.write('a');
          return;
        }
        second.resolve(writeInterim(res, hints));
        res.end('second');
        first?.end('b');
      }),
    );
    const text = exchange(
      app.port,
      'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    );
    expect(await second.promise).toBe(false);
    expect(await text).not.toContain('103');
  });
});

describe('101', () => {
  const upgrade = new HttpResponseSwitchingProtocols({ upgrade: 'chat' });

  it('is refused on a ServerResponse, which goes on to answer', async () => {
    let refusal: unknown;
    const { port } = await start((res) => {
      try {
        writeInterim(res, upgrade);
      } catch (error) {
        refusal = error;
      }
    });
    const response = await ask({ port, headers: [['Host', 'a']] });
    expect(refusal).toBeInstanceOf(TypeError);
    expect([response.status, response.interim.length]).toEqual([200, 0]);
  });

  it('is written to the socket of an upgrade, which then is the application’s', async () => {
    const server = createServer();
    server.on('upgrade', (_req, socket) => {
      expect(() => writeInterim(socket, hints)).toThrow(TypeError);
      expect(writeInterim(socket, upgrade)).toBe(true);
      socket.end('in another protocol');
    });
    app = await listening(server);
    const text = await exchange(
      app.port,
      'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n',
    );
    expect(text).toBe(
      'HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: chat\r\n\r\nin another protocol',
    );
  });
});

it('sends Set-Cookie of an interim response line by line', async () => {
  const headers = new Headers([
    ['set-cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ]);
  const { port } = await start((res) => writeInterim(res, new InterimResponse(103, { headers })));
  const response = await ask({ port, headers: [['Host', 'a']] });
  expect(response.interim.map((interim) => lines(interim, 'set-cookie'))).toEqual([['a=1', 'b=2']]);
});
