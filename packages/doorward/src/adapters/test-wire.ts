import { connect } from 'node:net';

/** A request as it goes on the wire; header lines exactly as given, none added. */
export interface WireRequest {
  readonly port: number;
  readonly method?: string;
  readonly target?: string;
  readonly version?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

/** A message as it came over the wire. */
export interface WireResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** Interim responses that came before. */
  readonly interim: readonly WireResponse[];
}

/** The values of a field, one for each line. */
export function lines({ headers }: WireResponse, name: string): readonly string[] {
  return headers.filter(([given]) => given === name).map(([, value]) => value);
}

/** Sends a request in octets and reads until the server ends the connection. */
export async function ask(request: WireRequest): Promise<WireResponse> {
  const { method = 'GET', target = '/', version = '1.1', headers = [], body = '' } = request;
  const length: [string, string][] =
    body === '' ? [] : [['Content-Length', String(Buffer.byteLength(body, 'latin1'))]];
  const all = [...headers, ...length, ['Connection', 'close'] as const];
  const head = all.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return parse(
    await exchange(request.port, `${method} ${target} HTTP/${version}\r\n${head}\r\n${body}`),
  );
}

/** Sends octets and collects everything that comes back. */
export function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      received += chunk;
    });
    socket.on('error', (error) => (received === '' ? reject(error) : resolve(received)));
    socket.on('close', () => resolve(received));
    socket.write(text, 'latin1');
  });
}

/** Reads a whole message, with the interim responses before it. */
export function parse(text: string, interim: readonly WireResponse[] = []): WireResponse {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) throw new Error(`no response: ${JSON.stringify(text.slice(0, 100))}`);
  const [statusLine = '', ...fields] = text.slice(0, end).split('\r\n');
  const [, status = '', reason = ''] = /^HTTP\/1\.[01] (\d{3}) ?(.*)$/.exec(statusLine) ?? [];
  const headers = fields.map((field) => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()] as const;
  });
  const rest = text.slice(end + 4);
  const message = { status: Number(status), reason, headers, interim };
  if (Number(status) < 200 && Number(status) !== 101) {
    return parse(rest, [...interim, { ...message, interim: [], body: '' }]);
  }
  const chunked = headers.some(
    ([name, value]) => name === 'transfer-encoding' && value === 'chunked',
  );
  return { ...message, body: chunked ? unchunked(rest) : rest };
}

function unchunked(text: string): string {
  let body = '';
  let at = 0;
  for (;;) {
    const end = text.indexOf('\r\n', at);
    const size = Number.parseInt(text.slice(at, end), 16);
    if (end < 0 || !(size > 0)) return body;
    body += text.slice(end + 2, end + 2 + size);
    at = end + 4 + size;
  }
}
