import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, expectTypeOf, it } from 'vitest';
import { policy } from '../core/policy.ts';
import { NotFound } from '../http/errors.ts';
import { anyone } from '../permissions/anyone.ts';
import { authenticated } from '../permissions/authenticated.ts';
import { token } from '../schemes/token.ts';
import { contextOf, guarded, protect, requireAuth } from './node.ts';
import { NodeRequest } from './node-request.ts';
import { type App, listening } from './test-apps.ts';
import { ask, lines, type WireResponse } from './test-wire.ts';

interface Person {
  readonly name: string;
}
const robots = token<Person>({
  source: {
    find: (key) => (key === 'robot' ? { user: { name: 'robot' }, credential: '1' } : undefined),
  },
});
const members = policy({ schemes: [robots], permission: authenticated });
const open = policy({ schemes: [robots], permission: anyone });
const asRobot = [
  ['Host', 'a'],
  ['Authorization', 'Token robot'],
] as const;

let app: App | undefined;
afterEach(() => app?.close());

async function wire(
  listener: (req: IncomingMessage, res: ServerResponse) => void,
  headers: readonly (readonly [string, string])[] = asRobot,
): Promise<WireResponse> {
  app = await listening(createServer(listener));
  return ask({ port: app.port, headers });
}

describe('protect', () => {
  it('resolves to who was admitted', async () => {
    const enter = protect(members);
    const response = await wire((req, res) => {
      void enter(req, res).then((context) => {
        if (context === undefined) return;
        expectTypeOf(context.user).toEqualTypeOf<Person>();
        res.end(context.user.name);
      });
    });
    expect(response.body).toBe('robot');
  });

  it('resolves to undefined after it has written the answer, and does not call next', async () => {
    const enter = protect(members);
    const came: unknown[] = [];
    const response = await wire(
      (req, res) =>
        void enter(req, res, () => came.push('next')).then((context) => came.push(context)),
      [['Host', 'a']],
    );
    expect(response.status).toBe(401);
    expect(came).toEqual([undefined]);
  });

  it('calls next once, with the context on the request', async () => {
    const enter = protect(members);
    const response = await wire((req, res) => {
      void enter(req, res, (error) =>
        res.end(`${contextOf(req, members).user.name} ${String(error)}`),
      );
    });
    expect(response.body).toBe('robot undefined');
  });
});

describe('contextOf', () => {
  it('tells guards of one request apart, and without a policy gives the last', async () => {
    const outer = protect(open);
    const inner = protect(members);
    const response = await wire((req, res) => {
      void outer(req, res, () => {
        void inner(req, res, () => {
          expectTypeOf(contextOf(req, open).user).toEqualTypeOf<Person | null>();
          expectTypeOf(contextOf(req, members).user).toEqualTypeOf<Person>();
          const same = contextOf(req) === contextOf(req, members);
          res.end(`${same} ${contextOf(req, open).user?.name}`);
        });
      });
    });
    expect(response.body).toBe('true robot');
  });

  it('throws where that guard did not stand', async () => {
    const enter = requireAuth(robots);
    const response = await wire((req, res) => {
      void enter(req, res, () => {
        expect(() => contextOf(req, members)).toThrow(/put protect\(policy\) before/);
        res.end(contextOf(req, enter.policy).user.name);
      });
    });
    expect(response.body).toBe('robot');
    expect(() => contextOf({} as IncomingMessage)).toThrow(TypeError);
  });
});

describe('guarded', () => {
  it('forgets what was said about the body of an answer that is not sent, and keeps the rest', async () => {
    const response = await wire(
      guarded(members, (_req, res) => {
        res.setHeader('content-length', '9999');
        res.setHeader('content-encoding', 'gzip');
        res.setHeader('etag', '"1"');
        res.setHeader('content-security-policy', "default-src 'none'");
        res.setHeader('set-cookie', 'a=1');
        res.statusCode = 201;
        throw new NotFound();
      }),
    );
    expect(response.status).toBe(404);
    expect(JSON.parse(response.body)).toMatchObject({ code: 'not_found' });
    expect(lines(response, 'content-length')).toEqual([String(response.body.length)]);
    expect([...lines(response, 'content-encoding'), ...lines(response, 'etag')]).toEqual([]);
    expect(lines(response, 'content-security-policy')).toEqual(["default-src 'none'"]);
    expect(lines(response, 'set-cookie')).toEqual(['a=1']);
  });

  it('cuts off an answer that had begun', async () => {
    app = await listening(
      createServer(
        guarded(members, async (_req, res) => {
          await new Promise((resolve) => res.write('half', resolve));
          throw new NotFound();
        }),
      ),
    );
    const response = await fetch(`http://127.0.0.1:${app.port}/`, {
      headers: { authorization: 'Token robot' },
    });
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('tells the listener of the policy what the client is not told', async () => {
    const told: unknown[] = [];
    const listening = policy({
      schemes: [],
      permission: anyone,
      listener: ({ name, data }) => told.push([name, data?.['id']]),
    });
    const response = await wire(
      guarded(listening, () => {
        throw new Error('hunter2');
      }),
    );
    const { id } = JSON.parse(response.body) as { id: string };
    expect(told).toContainEqual(['error', id]);
  });
});

describe('the view of a Node request', () => {
  const view = (rawHeaders: string[], headers: IncomingMessage['headers'], rest: object = {}) =>
    new NodeRequest({ method: 'GET', url: '/', rawHeaders, headers, ...rest } as IncomingMessage);

  it('reads fields without regard to case, and joins several lines', () => {
    const seen = view([], { 'x-a': '1', 'set-cookie': ['a=1', 'b=2'] });
    expect([seen.get('X-A'), seen.get('set-cookie'), seen.get('x-none')]).toEqual([
      '1',
      'a=1, b=2',
      null,
    ]);
  });

  it('sees every line of the fields of which Node keeps the first', () => {
    const seen = view(
      ['Authorization', 'Token a', 'HOST', 'a', 'authorization', 'Token b', 'Host', 'b'],
      {
        authorization: 'Token a',
        host: 'a',
      },
    );
    expect([seen.get('authorization'), seen.get('host')]).toEqual(['Token a, Token b', 'a, b']);
  });

  it('has the whole path where a router cut it down', () => {
    expect(view([], {}, { originalUrl: '/api/me?x', url: '/me?x' }).url).toBe('/api/me?x');
  });

  it('finds form fields in what a parser left, for forms alone', () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const cases: [unknown, string | undefined][] = [
      [{ a: '1' }, '1'],
      [{ a: ['1', '2'] }, '1'],
      [{ a: { b: '1' } }, undefined],
      [Object.create({ a: '1' }), undefined],
      [new URLSearchParams('a=1'), '1'],
      ['a=1', undefined],
      [undefined, undefined],
    ];
    for (const [body, value] of cases) expect(view([], form, { body }).formField('a')).toBe(value);
    expect(
      view([], { 'content-type': 'application/json' }, { body: { a: '1' } }).formField('a'),
    ).toBeUndefined();
  });
});
