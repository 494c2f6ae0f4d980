/** A value, or a promise of it. The guard awaits neither when it does not have to. */
export type Awaitable<T> = T | PromiseLike<T>;

/** A span of time in seconds. */
export type Seconds = number;

/** Reads header fields without regard to case; several values of one field are joined by `, `. */
export interface HeadersView {
  get(name: string): string | null;
}

/**
 * What authentication needs to see of a request. Fetch's `Request` is one; adapters hand in a
 * lighter view of their framework's own request, so that nothing is copied on the hot path.
 */
export interface RequestView {
  readonly method: string;
  /** The request target: a path with its query (`/api/me?x=1`) or an absolute URL. */
  readonly url: string;
  readonly headers: HeadersView;
  /**
   * One field of a form body, when the request carries a form that the adapter can read without
   * taking it away from the application. Undefined when there is no such field.
   */
  formField?(name: string): Awaitable<string | undefined>;
}

/** Who is at the other end of the connection, as far as the network tells. */
export interface Client {
  /** The client's address after trusted proxies were taken off; undefined when nobody knows it. */
  readonly address: string | undefined;
  /** The address of the connection itself: the client, or the nearest proxy. */
  readonly peer: string | undefined;
  /** Whether the client spoke TLS, to us or to a trusted proxy. */
  readonly secure: boolean;
}

/** A request, its client and the moment, before anybody knows who is asking. */
export interface AuthRequest {
  readonly request: RequestView;
  readonly client: Client;
  readonly now: Date;
  /** Variables a web server set for this request (CGI's `REMOTE_USER`), where there is one. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Methods that ask for no change (RFC 9110 §9.2.1). */
export function isSafeMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || method === 'TRACE';
}

/** A CORS preflight as browsers send it: OPTIONS with an origin and the method it asks about. */
export function isPreflight(request: RequestView): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.headers.get('origin') !== null &&
    request.headers.get('access-control-request-method') !== null
  );
}
