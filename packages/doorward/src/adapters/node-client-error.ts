import type { Duplex } from 'node:stream';
import {
  ContentTooLarge,
  HttpError,
  ParseError,
  RequestHeaderFieldsTooLarge,
} from '../http/errors.ts';
import { problemDetails } from '../http/problem.ts';
import { statusInfo } from '../http/status.ts';

/**
 * Answers a connection whose bytes are no request: 400, 408, 413 or 431 with problem details, and
 * then the end of the connection. Node's own answer has no body.
 *
 * *Use when* setting up a server: `server.on('clientError', clientErrorAnswer)`.
 *
 * @see RFC 9110 §15.5.1, RFC 6585 §5
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { clientErrorAnswer } from 'doorward/node';
 *
 * const server = createServer((_req, res) => void res.end());
 * server.on('clientError', clientErrorAnswer);
 * ```
 */
export function clientErrorAnswer(error: Error, socket: Duplex): void {
  const { code } = error as Error & { readonly code?: string };
  if (code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
    socket.destroy(error);
    return;
  }
  const answer = errorOf(code);
  const body = JSON.stringify(problemDetails(answer));
  socket.end(
    [
      `HTTP/1.1 ${answer.status} ${statusInfo(answer.status)?.reason}`,
      'content-type: application/problem+json',
      'cache-control: no-store',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function errorOf(code: string | undefined): HttpError {
  if (code === 'HPE_HEADER_OVERFLOW') return new RequestHeaderFieldsTooLarge();
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return new ContentTooLarge();
  if (code !== 'ERR_HTTP_REQUEST_TIMEOUT') return new ParseError();
  const detail = 'The request took too long to arrive.';
  return new HttpError({ status: 408, code: 'request_timeout', detail });
}

/** Whether an answer is on its way: a second head in the middle of it would be read as its body. */
function isAnswering(
  socket: Duplex & { _httpMessage?: { headersSent?: boolean } | null },
): boolean {
  return socket._httpMessage?.headersSent === true;
}
