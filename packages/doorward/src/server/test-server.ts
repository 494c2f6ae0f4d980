import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, settings } from './config.ts';
import type { Log } from './logs.ts';
import { type RunningServer, serve } from './serve.ts';

/** A whole server on a free port with its own folder, for the tests of this room. */
export interface TestServer extends RunningServer {
  readonly folder: string;
  readonly logged: string[];
  /** Stops the server and takes its folder away. */
  remove(): Promise<void>;
}

/** Cheapest cost that is allowed, so that tests spend their time on something else. */
export const cheapPasswords = { memory: 7_168, passes: 5 } as const;

export const goodPassword = 'plum trombone sails at noon';

export async function testServer(
  config: Config = {},
  options: { clock?: () => Date } = {},
): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'doorward-server-'));
  const logged: string[] = [];
  const log: Log = (level, event, facts) => logged.push(JSON.stringify({ level, event, ...facts }));
  const own = settings({ port: 0, passwords: cheapPasswords, ...config }, folder);
  const server = await serve(own, { log, ...options });
  return {
    ...server,
    folder,
    logged,
    async remove() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A browser's memory for cookies, as far as tests of one origin need one. */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  take(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (/max-age=0/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }

  has(name: string): boolean {
    return this.#cookies.has(name);
  }

  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

/** Somebody with a browser that runs no script. */
export class Visitor {
  readonly jar: CookieJar = new CookieJar();
  readonly #server: RunningServer;

  constructor(server: RunningServer) {
    this.#server = server;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(path, { headers: { accept: 'text/html', ...headers } });
  }

  /** Opens a page and sends the form on it, with the fields given over what it holds. */
  async submit(
    page: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const form = formIn(await (await this.get(page)).text());
    return this.post(form.action, { ...form.fields, ...fields }, headers);
  }

  async post(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const { origin } = new URL(this.#server.address);
    return this.#send(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { accept: 'text/html', origin, 'sec-fetch-site': 'same-origin', ...headers },
    });
  }

  async #send(
    path: string,
    init: Omit<RequestInit, 'headers'> & { headers: Record<string, string> },
  ): Promise<Response> {
    const headers = { ...init.headers, cookie: this.jar.header };
    const url = new URL(path, this.#server.address);
    return this.jar.take(await fetch(url, { ...init, headers, redirect: 'manual' }));
  }
}

/** The form in the main part of a page, its action and its hidden fields. */
export function formIn(page: string): { action: string; fields: Record<string, string> } {
  const main = page.slice(page.indexOf('<main'));
  const action = /<form method="post" action="([^"]+)"/.exec(main)?.[1];
  if (action === undefined) throw new Error(`no form in ${page}`);
  const hidden = [...main.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return { action, fields: Object.fromEntries(hidden.map(([, name, value]) => [name, value])) };
}
