import type { ServerResponse } from 'node:http';
import { bodyAhead } from './body-ahead.ts';
import { responseLines } from './response-lines.ts';

/** Options of {@link writeResponse}. */
export interface WriteResponseOptions {
  /** Whether the request was HEAD, so that only the fields are sent. Default: what Node knows. */
  readonly head?: boolean;
}

/**
 * Writes a Fetch response through Node: one line for each challenge and each cookie, the body as
 * it comes, as fast as the client takes it. Fields set on `res` before stay, unless the response
 * names them too; `Vary` is added to.
 *
 * *Use when* code that answers with a `Response` serves a Node request. Resolves when everything
 * is written or the client is gone. A body that fails midway ends the connection, because nothing
 * else tells the client that it is not complete.
 *
 * @throws TypeError when a field cannot be sent; nothing is written then.
 * @see RFC 9110 §6.4.1, §9.3.2
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { writeResponse } from 'doorward/node';
 *
 * const server = createServer((_req, res) => void writeResponse(res, Response.json({ ok: true })));
 * ```
 */
export async function writeResponse(
  res: ServerResponse,
  response: Response,
  options: WriteResponseOptions = {},
): Promise<void> {
  const { body, status, statusText } = response;
  const head = options.head ?? res.req.method === 'HEAD';
  if (res.destroyed || res.headersSent) return discard(body);
  setHead(res, response);
  res.statusCode = status;
  if (statusText !== '' && res.req.httpVersionMajor < 2) res.statusMessage = statusText;
  if (body === null || head || hasNoBody(status)) {
    discard(body);
    await ended(res, undefined);
    return;
  }
  const content = await bodyAhead(body);
  if (content instanceof Uint8Array) {
    if (!res.hasHeader('content-length')) res.setHeader('content-length', content.byteLength);
    await ended(res, content.byteLength > smallBody ? content : latin1(content));
  } else {
    await stream(res, content);
  }
}

/**
 * Takes back what an application said about a body that is not going to be sent. Cookies, CORS and
 * security fields stay.
 */
export function forgetBody(res: ServerResponse): void {
  for (const name of res.getHeaderNames()) {
    if (aboutBody.has(name)) res.removeHeader(name);
  }
}

const aboutBody: ReadonlySet<string> = new Set([
  'accept-ranges',
  'cache-control',
  'content-digest',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-range',
  'content-type',
  'etag',
  'expires',
  'last-modified',
  'transfer-encoding',
]);

function setHead(res: ServerResponse, { headers }: Response): void {
  for (const [name, value] of responseLines(headers)) {
    // How the message is framed on this connection is for Node alone to say.
    if (name === 'transfer-encoding') continue;
    if (name === 'set-cookie' || name === 'vary') res.appendHeader(name, value);
    else res.setHeader(name, name === 'connection' ? connectionOf(res, value) : value);
  }
}

/** Node takes any `Connection` of ours for a wish to go on; a client who wants an end shall have it. */
function connectionOf(res: ServerResponse, value: string | string[]): string | string[] {
  return res.shouldKeepAlive ? value : [value, 'close'].flat().join(', ');
}

/** Up to here Node sends head and body in one write when both are text; latin-1 keeps every byte. */
const smallBody = 16_384;

function latin1({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
}

function hasNoBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

function discard(body: ReadableStream | null): void {
  body?.cancel().catch(() => undefined);
}

function ended(res: ServerResponse, content: Uint8Array | string | undefined): Promise<void> {
  return new Promise((resolve) => {
    // Node promises no callback once the client is gone.
    if (res.destroyed) return resolve();
    res.once('close', resolve);
    res.end(content, 'latin1', resolve);
  });
}

async function stream(
  res: ServerResponse,
  chunks: AsyncIterableIterator<Uint8Array>,
): Promise<void> {
  // A reader who waits for the next chunk learns at once that nobody is listening any more.
  const gone = (): void => void chunks.return?.().catch(() => undefined);
  res.once('close', gone);
  res.flushHeaders();
  try {
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      if (res.destroyed) return;
      if (!res.write(next.value)) await drained(res);
    }
    await ended(res, undefined);
  } catch {
    res.destroy();
  } finally {
    res.off('close', gone);
    gone();
  }
}

function drained(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      res.off('drain', go);
      res.off('close', go);
      resolve();
    };
    res.once('drain', go);
    res.once('close', go);
    if (res.destroyed) go();
  });
}
