import type { Client, HeadersView } from '../core/auth-request.ts';
import { clientAddress, requestScheme } from '../http/client-address.ts';
import { canonicalAddress } from '../http/ip-address.ts';
import type { Settings } from './options.ts';

/** A connection as far as the client's address is concerned. A socket of Node is one. */
export interface Connection {
  /** Address of the peer; missing on a Unix socket, and on one that is closed. */
  readonly remoteAddress?: string | undefined;
  /** Whether the connection itself is TLS. */
  readonly encrypted?: boolean;
  /** Whether the connection is gone, and its address with it. */
  readonly destroyed?: boolean;
}

/**
 * The client of a request. Nothing is looked up before somebody asks: most requests pass without
 * a question about addresses.
 */
export class RequestClient implements Client {
  readonly #headers: HeadersView;
  readonly #connection: Connection;
  readonly #settings: Settings<never>;
  #address: string | undefined;

  constructor(headers: HeadersView, connection: Connection, settings: Settings<never>) {
    this.#headers = headers;
    this.#connection = connection;
    this.#settings = settings;
  }

  get peer(): string | undefined {
    const { remoteAddress, destroyed } = this.#connection;
    if (remoteAddress !== undefined) return canonicalAddress(remoteAddress) ?? remoteAddress;
    // An open connection without an address is a Unix socket; a closed one could be anybody's.
    return destroyed === false ? '' : undefined;
  }

  get address(): string | undefined {
    this.#address ??= this.#findAddress();
    return this.#address;
  }

  get secure(): boolean {
    const { trusted } = this.#settings;
    const encrypted = this.#connection.encrypted === true;
    const peer = trusted && this.peer;
    if (trusted === undefined || peer === undefined) return encrypted;
    const scheme = encrypted ? 'https' : 'http';
    return requestScheme({ peer, scheme, trusted, ...this.#field('proto') }) === 'https';
  }

  #findAddress(): string | undefined {
    const { trusted } = this.#settings;
    const { peer } = this;
    if (trusted === undefined || peer === undefined) return peer || undefined;
    return clientAddress({ peer, trusted, ...this.#field('for') }) || undefined;
  }

  #field(about: 'for' | 'proto'): Readonly<Record<string, string | null>> {
    if (this.#settings.proxyFields === 'forwarded') {
      return { forwarded: this.#headers.get('forwarded') };
    }
    return about === 'for'
      ? { forwardedFor: this.#headers.get('x-forwarded-for') }
      : { forwardedProto: this.#headers.get('x-forwarded-proto') };
  }
}
