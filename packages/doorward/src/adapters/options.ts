import { type TrustedProxies, trustedProxies } from '../http/trusted-proxies.ts';

/** What a framework knows of a request beyond HTTP: variables a web server set for it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Options of every adapter. `Native` is the framework's own request. */
export interface AdapterOptions<Native = unknown> {
  /**
   * Proxies whose word about the client is taken: addresses, networks, `loopback`, `private`,
   * `unix`. Default: none, so the address is that of the connection.
   */
  readonly trustedProxies?: readonly string[];
  /**
   * The fields those proxies set. Only these are read: the other kind a proxy may hand through as
   * the client wrote it. Default: `x-forwarded` (`X-Forwarded-For`, `X-Forwarded-Proto`).
   */
  readonly proxyFields?: 'x-forwarded' | 'forwarded';
  /** Variables a web server set for this request (`REMOTE_USER`). Default: none. */
  readonly environment?: (request: Native) => Environment | undefined;
  /** The clock. Default: the system's. */
  readonly now?: () => Date;
}

/** The options with their defaults, checked once when a route is built. */
export interface Settings<Native> {
  /** Undefined: nobody, and nothing has to be asked. */
  readonly trusted: TrustedProxies | undefined;
  readonly proxyFields: 'x-forwarded' | 'forwarded';
  readonly environment: ((request: Native) => Environment | undefined) | undefined;
  readonly now: () => Date;
}

/** @throws TypeError when a trusted proxy is no address, network or known word. */
export function settingsOf<Native>(options: AdapterOptions<Native> = {}): Settings<Native> {
  return {
    trusted: trustedProxiesOf(options.trustedProxies),
    proxyFields: options.proxyFields ?? 'x-forwarded',
    environment: options.environment,
    now: options.now ?? (() => new Date()),
  };
}

function trustedProxiesOf(list: readonly string[] | undefined): TrustedProxies | undefined {
  return list === undefined || list.length === 0 ? undefined : trustedProxies(list);
}
