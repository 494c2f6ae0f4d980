import { connect, type Socket } from 'node:net';

/** An answer, as far as anybody looks at it. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** Seconds of `Retry-After`, if it is there. */
  readonly retryAfter: number | undefined;
}

/** A connection that is kept: one request, one answer, the next request. */
export interface Connection {
  send(request: Uint8Array, onAnswer: (answer: Answer) => void): void;
  close(): void;
}

/** Opens a connection without an HTTP client, whose own work would be most of the load. */
export async function openConnection(
  port: number,
  onError: (error: Error) => void,
): Promise<Connection> {
  const socket = await connected(port);
  let received = '';
  let waiting: ((answer: Answer) => void) | undefined;
  let closing = false;
  socket.on('data', (chunk: string) => {
    received = received === '' ? chunk : received + chunk;
    const answer = readAnswer(received);
    if (answer === undefined) return;
    received = '';
    const onAnswer = waiting;
    waiting = undefined;
    onAnswer?.(answer);
  });
  socket.on('error', onError);
  socket.on('close', () => {
    if (!closing) onError(new Error('the server closed a connection'));
  });
  return {
    send(request, onAnswer) {
      waiting = onAnswer;
      socket.write(request);
    },
    close() {
      closing = true;
      socket.destroy();
    },
  };
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.setEncoding('latin1');
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

/** Reads an answer that says its length; undefined as long as it is not complete. */
function readAnswer(text: string): Answer | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const length = numberIn(text, /\r\ncontent-length: *(\d+)/i, end);
  if (length === undefined) throw new Error(`an answer of unknown length: ${text}`);
  if (text.length < end + 4 + length) return undefined;
  const status = Number(text.slice(9, 12));
  return {
    status,
    body: text.slice(end + 4),
    retryAfter: status === 503 ? numberIn(text, /\r\nretry-after: *(\d+)/i, end) : undefined,
  };
}

function numberIn(text: string, field: RegExp, end: number): number | undefined {
  const found = field.exec(text);
  return found === null || found.index > end ? undefined : Number(found[1]);
}
