import { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { InterimResponse } from '../http/interim-response.ts';
import { responseLines } from './response-lines.ts';

/**
 * Writes an interim response, before the final one.
 *
 * *Use when* a request takes a while and the client can use a hint meanwhile. Answers whether it
 * was written: HTTP/1.0 clients do not know interim responses, and there is no place for one after
 * the final response began or while an earlier one on the same connection is being sent.
 *
 * `101` changes the protocol of the whole connection. It is written to the socket that Node's
 * `upgrade` event hands out, never to a `ServerResponse`.
 *
 * @throws TypeError for 101 on a `ServerResponse`, and anything but 101 on an upgraded socket.
 * @see RFC 9110 §15.2, RFC 8297
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { HttpResponseEarlyHints } from 'doorward/http';
 * import { writeInterim } from 'doorward/node';
 *
 * const hints = new HttpResponseEarlyHints({ link: '</style.css>; rel=preload; as=style' });
 * const server = createServer((_req, res) => {
 *   writeInterim(res, hints);
 *   res.end('the page');
 * });
 * ```
 */
export function writeInterim(to: ServerResponse | Duplex, interim: InterimResponse): boolean {
  if (!(to instanceof ServerResponse)) return writeUpgrade(to, interim);
  const { status, headers } = interim;
  if (status === 101) {
    throw new TypeError(
      "101 needs the socket of Node's upgrade event; a ServerResponse has none to give",
    );
  }
  if (to.headersSent || to.destroyed || !knowsInterim(to)) return false;
  if (status === 100 && isEmpty(headers)) to.writeContinue();
  else if (status === 102 && isEmpty(headers)) to.writeProcessing();
  else return writeRaw(to, interim);
  return true;
}

function writeUpgrade(socket: Duplex, interim: InterimResponse): boolean {
  if (interim.status !== 101) {
    throw new TypeError(
      'an upgraded socket takes 101 only; give other interim responses a ServerResponse',
    );
  }
  if (!socket.writable) return false;
  socket.write(textOf(interim), 'latin1');
  return true;
}

/**
 * Node has methods for some of these, but none takes every field, and its check of `Link` refuses
 * values that RFC 8288 allows.
 */
function writeRaw(res: ServerResponse, interim: InterimResponse): boolean {
  // Without a socket the response waits behind another one of the same connection.
  if (res.socket === null || !res.socket.writable) return false;
  res.socket.write(textOf(interim), 'latin1');
  return true;
}

function textOf({ status, headers }: InterimResponse): string {
  const lines = responseLines(headers).flatMap(([name, value]) =>
    [value].flat().map((line) => `${name}: ${line}\r\n`),
  );
  return `HTTP/1.1 ${status} ${reasons[status]}\r\n${lines.join('')}\r\n`;
}

const reasons: Readonly<Record<InterimResponse['status'], string>> = {
  100: 'Continue',
  101: 'Switching Protocols',
  102: 'Processing',
  103: 'Early Hints',
  104: 'Upload Resumption Supported',
};

function isEmpty(headers: Headers): boolean {
  return headers.keys().next().done === true;
}

function knowsInterim({ req }: ServerResponse): boolean {
  return req.httpVersionMajor === 1 && req.httpVersionMinor >= 1;
}
