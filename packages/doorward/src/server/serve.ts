import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { clientErrorAnswer, toNodeListener } from '../adapters/node.ts';
import { ConfigurationError, type Settings } from './config.ts';
import type { Log } from './logs.ts';
import { type OpenPartsOptions, openParts, type Parts } from './parts.ts';
import { setupLink } from './setup-link.ts';
import { serverSite } from './site.ts';

/** A server that listens. */
export interface RunningServer {
  /** Where it listens, such as `http://127.0.0.1:4010`. */
  readonly address: string;
  /** One-time link to create the first administrator, good for 30 minutes; undefined once there is one. */
  readonly setupLink: string | undefined;
  readonly parts: Parts;
  /** Takes no more requests, waits up to ten seconds for those it has, and closes everything. */
  stop(): Promise<void>;
}

const drainMs = 10_000;
const sweepMs = 50;

/**
 * Starts the program: opens the records, listens, and keeps the house in order.
 *
 * *Use when* a script or a test wants the whole server; `doorward serve` is this and its signals.
 *
 * @throws ConfigurationError, DatabaseRefused; each message says what to do.
 */
export async function serve(
  settings: Settings,
  options: OpenPartsOptions & { readonly log: Log },
): Promise<RunningServer> {
  const { log } = options;
  const server = createServer({
    maxHeaderSize: 16_384,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 5_000,
    insecureHTTPParser: false,
    // Refused by the site, with a body that says why.
    requireHostHeader: false,
  });
  server.maxHeadersCount = 100;
  server.on('clientError', clientErrorAnswer);
  // Before the records are opened: a second start on the same port touches nothing.
  await listen(server, settings);
  const port = (server.address() as AddressInfo).port;
  let parts: Parts;
  try {
    parts = await openParts(withPort(settings, port), options);
  } catch (error) {
    await closed(server);
    throw error;
  }
  const listener = toNodeListener(serverSite(parts, log), {
    origin: parts.settings.origin,
    trustedProxies: settings.trustedProxies,
    onError: (error, id) => log('error', 'error', { id, error: String(error) }),
  });
  server.on('request', listener);
  const housekeeping = setInterval(() => void keepHouse(parts, log), 3_600_000);
  housekeeping.unref();
  const address = addressOf(settings, port);
  log('info', 'listening', { address, origin: parts.settings.origin });
  let stopping: Promise<void> | undefined;
  return {
    address,
    setupLink: await setupLink(parts),
    parts,
    stop() {
      stopping ??= (async () => {
        clearInterval(housekeeping);
        await drained(server);
        await parts.close();
        log('info', 'stopped');
      })();
      return stopping;
    },
  };
}

/** Deletes what is over, in batches between which requests are served; how many rows of each. */
export async function clearExpired(
  parts: Parts,
  progress?: (kind: string, deleted: number) => void,
): Promise<Readonly<Record<'sessions' | 'tokens' | 'tickets' | 'audit', number>>> {
  const told = (kind: string) => ({ progress: (deleted: number) => progress?.(kind, deleted) });
  return {
    sessions: await parts.sessions.clearExpired(told('sessions')),
    tokens: await parts.tokens.clearExpired(told('tokens')),
    tickets: await parts.tickets.clearExpired(),
    audit: await parts.audit.prune(told('audit')),
  };
}

async function keepHouse(parts: Parts, log: Log): Promise<void> {
  try {
    log('info', 'expired.cleared', await clearExpired(parts));
  } catch (error) {
    log('warn', 'expired.not-cleared', { error: String(error) });
  }
}

function listen(server: Server, { host, port }: Settings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new ConfigurationError(sentence(error, host, port)));
    });
    server.listen({ host, port }, () => resolve());
  });
}

function sentence(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} of ${host} is taken, perhaps by another Doorward; stop that one or choose another with --port.`;
  }
  if (error.code === 'EACCES')
    return `Port ${port} is reserved for the system; choose one above 1023 with --port.`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return `${host} is no address of this machine; choose another with --host.`;
  }
  return `Cannot listen on ${host}:${port}: ${error.message}`;
}

/** Port 0 is known only once it is taken; links have to name the real one. */
function withPort(settings: Settings, port: number): Settings {
  const origin = settings.origin.replace(/:0$/, `:${port}`);
  return { ...settings, port, origin };
}

function addressOf({ host }: Settings, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

async function drained(server: Server): Promise<void> {
  const done = closed(server);
  // A connection that has had its last answer would be kept alive for seconds, for nothing.
  const idle = setInterval(() => server.closeIdleConnections(), sweepMs);
  const late = setTimeout(() => server.closeAllConnections(), drainMs);
  await done;
  clearInterval(idle);
  clearTimeout(late);
}
