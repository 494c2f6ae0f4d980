import type { IncomingMessage } from 'node:http';
import type { HeadersView, RequestView } from '../core/auth-request.ts';
import { isForm, parsedField } from './form-field.ts';

/** Whatever a body parser left the parsed body on: Node's message itself, or a framework's request. */
export interface BodyHolder {
  readonly body?: unknown;
}

/**
 * A Node request as the guard sees it. Nothing is copied: the fields are looked up in what Node
 * has parsed already.
 */
export class NodeRequest implements RequestView, HeadersView {
  readonly #message: IncomingMessage;
  readonly #bodyHolder: BodyHolder;

  constructor(message: IncomingMessage, bodyHolder: BodyHolder = message as BodyHolder) {
    this.#message = message;
    this.#bodyHolder = bodyHolder;
  }

  get method(): string {
    return this.#message.method ?? 'GET';
  }

  /** As it was sent: Express cuts `url` down for routers below a path. */
  get url(): string {
    const { originalUrl, url } = this.#message as IncomingMessage & { originalUrl?: string };
    return originalUrl ?? url ?? '/';
  }

  get headers(): HeadersView {
    return this;
  }

  get(name: string): string | null {
    const lower = name.toLowerCase();
    // Node keeps the first of these and drops the others without a word; the guard must see all.
    if (lower === 'authorization' || lower === 'host') return this.#allLines(lower);
    const value = this.#message.headers[lower];
    if (value === undefined) return null;
    return typeof value === 'string' ? value : value.join(', ');
  }

  formField(name: string): string | undefined {
    if (!isForm(this.#message.headers['content-type'])) return undefined;
    return parsedField(this.#bodyHolder.body, name);
  }

  #allLines(name: 'authorization' | 'host'): string | null {
    const { headers, rawHeaders } = this.#message;
    const first = headers[name];
    if (first === undefined) return null;
    let value = first;
    let seen = false;
    for (let at = 0; at < rawHeaders.length; at += 2) {
      const raw = rawHeaders[at] as string;
      if (raw.length !== name.length || raw.toLowerCase() !== name) continue;
      if (seen) value += `, ${rawHeaders[at + 1]}`;
      seen = true;
    }
    return value;
  }
}
