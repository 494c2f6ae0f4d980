import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Client } from '../core/auth-request.ts';
import { MethodNotAllowed, ParseError, UriTooLong } from '../http/errors.ts';
import { isForm } from './form-field.ts';
import { NodeRequest } from './node-request.ts';

/** Options of everything that makes a Fetch request out of Node's. */
export interface FetchRequestOptions {
  /**
   * Origin of the site, such as `https://example.org`, for the URL of every request. Default: the
   * `Host` field, which is the client's word; do not build links from it.
   */
  readonly origin?: string;
}

/** Longest request target in bytes, as RFC 9110 §4.1 asks servers to take at least. */
const maxTarget = 8_000;

const permittedMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The origin as it goes in front of a path. @throws TypeError when it is no origin. */
export function checkedOrigin(origin: string | undefined): string | undefined {
  if (origin === undefined) return undefined;
  if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
    throw new TypeError(
      `${JSON.stringify(origin)} is not an origin; write it like "https://example.org".`,
    );
  }
  return origin;
}

/**
 * The Fetch request for a Node request. Its signal aborts when the client goes away before it has
 * its answer; its body is read as the application reads it.
 *
 * @throws ParseError for a malformed target, host or field; UriTooLong; MethodNotAllowed for
 *   methods that Fetch refuses.
 */
export function fetchRequest(
  message: IncomingMessage,
  res: ServerResponse,
  client: Client,
  options: FetchRequestOptions,
): Request {
  const { method = 'GET' } = message;
  const url = urlOf(message, client, options);
  if (method === 'CONNECT' || method === 'TRACE' || method === 'TRACK') {
    throw new MethodNotAllowed(method, permittedMethods);
  }
  const body = method === 'GET' || method === 'HEAD' ? null : bodyOf(message, res);
  try {
    const request = new Request(url, { method, body, duplex: 'half' });
    copyHeaders(message.rawHeaders, request.headers);
    signalLater(request, res);
    return request;
  } catch {
    throw new ParseError('The request line or a header field is malformed.');
  }
}

function urlOf(message: IncomingMessage, client: Client, { origin }: FetchRequestOptions): string {
  const { originalUrl, url } = message as IncomingMessage & { originalUrl?: string };
  const target = originalUrl ?? url ?? '';
  if (target.length > maxTarget) throw new UriTooLong();
  const host = hostOf(message);
  const own = origin ?? `${client.secure ? 'https' : 'http'}://${host}`;
  // Put together as text: resolving `//other.example/` would go to another host.
  const whole = isTarget(target) ? own + target : absoluteForm(target, origin);
  if (whole === undefined || !URL.canParse(whole)) {
    throw new ParseError('The request target is malformed.');
  }
  return whole;
}

/** A path, in visible ASCII. A fragment is never sent; a backslash some read as a slash. */
function isTarget(target: string): boolean {
  return target.startsWith('/') && /^[!"$-[\]-~]*$/.test(target);
}

/** The form that proxies get, which every server must take (RFC 9112 §3.2.2). */
function absoluteForm(target: string, origin: string | undefined): string | undefined {
  if (!/^https?:\/\/[!"$-[\]-~]+$/i.test(target) || !URL.canParse(target)) return undefined;
  const { host, pathname, search, username, password, protocol } = new URL(target);
  if (username !== '' || password !== '') return undefined;
  return `${origin ?? `${protocol}//${host}`}${pathname}${search}`;
}

function hostOf(message: IncomingMessage): string {
  // The view joins several lines, and no host has a comma.
  const host = new NodeRequest(message).get('host') ?? message.headers[':authority'];
  // Only HTTP/1.0 may leave it out; Node has refused every other request without one.
  if (host === undefined && message.httpVersion === '1.0') return 'localhost';
  if (typeof host !== 'string' || !isHost(host)) throw new ParseError('The host is malformed.');
  return host;
}

/** A name or address, with a port or not, in the characters that a host has (RFC 3986 §3.2.2). */
function isHost(host: string): boolean {
  return (
    host.length <= 300 &&
    /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host) &&
    URL.canParse(`http://${host}`)
  );
}

/** The content type that Fetch made up for a text body gives way to the client's. */
function copyHeaders(rawHeaders: readonly string[], headers: Headers): void {
  headers.delete('content-type');
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string;
    if (!name.startsWith(':')) headers.append(name, rawHeaders[at + 1] as string);
  }
}

/** The signal is made when somebody asks for it: most never do, and one of Fetch's own is costly. */
function signalLater(request: Request, res: ServerResponse): void {
  let signal: AbortSignal | undefined;
  Object.defineProperty(request, 'signal', {
    configurable: true,
    get(): AbortSignal {
      signal ??= abortedWith(res);
      return signal;
    },
  });
}

function abortedWith(res: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const end = (): void => {
    if (!res.writableFinished) controller.abort();
  };
  if (res.destroyed) end();
  else res.once('close', end);
  return controller.signal;
}

/** The body as it arrives, or what a body parser made of it before. */
function bodyOf(
  message: IncomingMessage,
  res: ServerResponse,
): ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | string | null {
  const { headers } = message;
  const announced =
    headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined;
  if (!announced || headers['content-length'] === '0') return null;
  if (message.readableDidRead) return writtenAnew(message);
  return streamOf(message, res);
}

function streamOf(message: IncomingMessage, res: ServerResponse): ReadableStream<Uint8Array> {
  // The connection must outlive a reader who has seen enough: it still carries the answer.
  const chunks = message.iterator({ destroyOnReturn: false });
  // Node lets go of what nobody read, but not of what somebody began to read, and the next request
  // waits behind it.
  const letGo = async (): Promise<void> => {
    await chunks.return?.();
    message.resume();
  };
  res.once('finish', () => void letGo());
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (done === true) controller.close();
          else controller.enqueue(value as Uint8Array);
        } catch (cause) {
          controller.error(new ParseError('The request ended before its body did.', { cause }));
        }
      },
      cancel: letGo,
    },
    { highWaterMark: 0 },
  );
}

function writtenAnew(
  message: IncomingMessage & { body?: unknown },
): string | Uint8Array<ArrayBuffer> {
  const { body, headers } = message;
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return Uint8Array.from(body);
  if (typeof body !== 'object' || body === null) {
    throw new TypeError('The body was read before this route; mount it before the body parsers.');
  }
  if (!isForm(headers['content-type'])) return JSON.stringify(body);
  return new URLSearchParams(pairsOf(body)).toString();
}

function pairsOf(body: object): [string, string][] {
  return Object.entries(body).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  );
}
