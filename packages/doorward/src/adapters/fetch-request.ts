import type { Awaitable, HeadersView, RequestView } from '../core/auth-request.ts';
import { formOf, parsedField } from './form-field.ts';

/** A Fetch request as the guard sees it: the request itself, and forms read from a copy of it. */
export class FetchRequest implements RequestView {
  readonly #request: Request;
  readonly #parsed: (() => Awaitable<unknown>) | undefined;
  #form: Promise<unknown> | undefined;

  /** `parsed` gives the fields of a body that somebody else has read already. */
  constructor(request: Request, parsed?: () => Awaitable<unknown>) {
    this.#request = request;
    this.#parsed = parsed;
  }

  get method(): string {
    return this.#request.method;
  }

  get url(): string {
    return this.#request.url;
  }

  get headers(): HeadersView {
    return this.#request.headers;
  }

  async formField(name: string): Promise<string | undefined> {
    this.#form ??= this.#read();
    return parsedField(await this.#form, name);
  }

  async #read(): Promise<unknown> {
    return this.#request.bodyUsed ? this.#parsed?.() : formOf(this.#request);
  }
}
