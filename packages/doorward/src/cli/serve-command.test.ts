import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  doorwardHere,
  goodPassword,
  ownFolder,
  plainEnvironment,
  type Ran,
  type Running,
  started,
  watched,
} from './test-command.ts';

const ready = /Doorward answers on (http:\/\/127\.0\.0\.1:(\d+))\n.*Stop with Ctrl\+C/s;

interface Serving extends Running {
  readonly address: string;
  readonly port: number;
}

async function serving(running: Running): Promise<Serving> {
  const [, address, port] = await running.printed(ready);
  return { ...running, address: address as string, port: Number(port) };
}

function told({ child, ended }: Running, signal: NodeJS.Signals): Promise<Ran> {
  child.kill(signal);
  return ended;
}

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

describe.concurrent('serve', () => {
  test('prints its address and the one-time link, and logs JSON lines and nothing else', async () => {
    using folder = ownFolder();
    const server = await serving(started(folder, ['serve']));
    const [link = ''] = /http:\S+\/setup\/\S+/.exec(server.stdout()) ?? [];
    expect(link.startsWith(`${server.address}/setup/`)).toBe(true);
    expect((await fetch(link, { headers: { accept: 'text/html' } })).status).toBe(200);
    expect((await fetch(`${server.address}/nothing`)).status).toBe(404);
    const { code, stderr } = await told(server, 'SIGINT');
    expect(code).toBe(0);
    const events = linesOf(stderr).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events[0]).toMatchObject({ level: 'info', event: 'listening' });
    expect(events.at(-1)).toMatchObject({ event: 'stopped' });
    expect(events.some(({ event }) => event === 'request.refused')).toBe(true);
    // Whoever reads the log could become the administrator.
    expect(stderr).not.toContain(link.split('/').at(-1));
  });

  test('offers no link once there is an administrator', async () => {
    using folder = ownFolder();
    const env = { DOORWARD_SUPERUSER_PASSWORD: goodPassword };
    await doorwardHere(folder, ['create-superuser', '--no-input', '--username', 'root'], { env });
    const server = await serving(started(folder, ['serve']));
    expect(server.stdout()).not.toContain('/setup/');
    expect((await told(server, 'SIGTERM')).code).toBe(0);
  });

  test('a second start on the same port is one sentence, and the first goes on', async () => {
    using folder = ownFolder();
    const server = await serving(started(folder, ['serve']));
    const second = await doorwardHere(folder, ['serve', '--port', String(server.port)]);
    expect([second.code, second.stdout]).toEqual([1, '']);
    expect(linesOf(second.stderr)).toEqual([
      `Port ${server.port} of 127.0.0.1 is taken, perhaps by another Doorward; stop that one or choose another with --port.`,
    ]);
    expect((await fetch(`${server.address}/healthz`)).status).toBe(200);
    await told(server, 'SIGTERM');
  });

  test('SIGTERM lets a log-in that is under way finish, takes no more, and ends well', async () => {
    using folder = ownFolder();
    const env = { DOORWARD_SUPERUSER_PASSWORD: goodPassword };
    await doorwardHere(folder, ['create-superuser', '--no-input', '--username', 'root'], { env });
    const server = await serving(started(folder, ['serve']));
    const logIn = await begunLogIn(server);
    server.child.kill('SIGTERM');
    await refusal(server.port);
    const since = performance.now();
    expect(await logIn.finish({ username: 'root', password: goodPassword })).toMatchObject({
      status: 200,
      body: expect.stringMatching(/^\{"token":"dw_/),
    });
    const { code, stderr } = await server.ended;
    expect(code).toBe(0);
    expect(linesOf(stderr).at(-1)).toContain('"event":"stopped"');
    // The connection was kept alive; nobody waits until its client thinks of leaving.
    expect(performance.now() - since).toBeLessThan(3_000);
  });
});

const npm = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'npm'))
  .find((path) => existsSync(path));

test.skipIf(npm === undefined)(
  'npm start serves, with its settings from the environment',
  async () => {
    using folder = ownFolder();
    const env = {
      ...plainEnvironment(),
      DOORWARD_PORT: '0',
      DOORWARD_DATABASE_URL: `file:${join(folder.path, 'npm.db')}`,
      DOORWARD_SECRET_FILE: join(folder.path, 'secret'),
    };
    const cwd = fileURLToPath(new URL('../../../..', import.meta.url));
    // A group of its own: the signal is for the server below npm too.
    const child = spawn(npm as string, ['start'], { env, cwd, detached: true });
    const server = await serving(watched(child));
    expect(await (await fetch(`${server.address}/healthz`)).json()).toEqual({ status: 'ok' });
    process.kill(-(child.pid as number), 'SIGTERM');
    const { stderr } = await server.ended;
    expect(stderr).toContain('"event":"stopped"');
    expect(existsSync(join(folder.path, 'npm.db'))).toBe(true);
  },
);

/** A log-in whose head has reached the server and whose body is still to come. */
async function begunLogIn({ address }: Serving) {
  const sent = request(`${address}/api/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', expect: '100-continue' },
  });
  const answered = new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    });
  });
  sent.flushHeaders();
  await new Promise((resolve) => sent.once('continue', resolve));
  return {
    finish(fields: object) {
      sent.end(JSON.stringify(fields));
      return answered;
    },
  };
}

/** Resolves once nobody listens any more. */
async function refusal(port: number): Promise<void> {
  for (let taken = true; taken; ) {
    taken = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
  }
}
