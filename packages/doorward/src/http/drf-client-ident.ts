/** What `drfClientIdent` looks at. */
export interface DrfClientPath {
  /** Address of the connection. */
  readonly peer: string;
  /** `X-Forwarded-For`, several lines joined by commas. */
  readonly forwardedFor?: string | null | undefined;
  /** Django REST framework's `NUM_PROXIES`. */
  readonly numProxies: number | null;
}

/**
 * The text by which Django REST framework tells clients apart.
 *
 * *Use when* throttle keys must equal those of a running Django installation. Anybody can change it
 * by sending a header unless `numProxies` fits; `clientAddress` is safe and the one to prefer.
 * With `null` it is the whole `X-Forwarded-For` without white space, with 0 the connection's
 * address, with n the n-th entry from the right or the leftmost.
 *
 * @throws {TypeError} when `numProxies` is not a whole number, 0 or more
 * @see https://www.django-rest-framework.org/api-guide/throttling/#how-clients-are-identified
 * @example
 * ```ts
 * import { drfClientIdent } from 'doorward/http';
 *
 * drfClientIdent({ peer: '10.0.0.1', forwardedFor: '192.0.2.1, 10.0.0.2', numProxies: 1 }); // => '10.0.0.2'
 * drfClientIdent({ peer: '10.0.0.1', forwardedFor: '192.0.2.1, 10.0.0.2', numProxies: null });
 * // => '192.0.2.1,10.0.0.2'
 * ```
 */
export function drfClientIdent(path: DrfClientPath): string {
  const { peer, forwardedFor, numProxies } = path;
  if (numProxies === null) return forwardedFor ? forwardedFor.replace(/\s/g, '') : peer;
  if (!Number.isSafeInteger(numProxies) || numProxies < 0) {
    throw new TypeError('numProxies is null or a whole number, 0 or more');
  }
  if (numProxies === 0 || forwardedFor === undefined || forwardedFor === null) return peer;
  const entries = forwardedFor.split(',');
  return (entries[Math.max(0, entries.length - numProxies)] ?? '').trim();
}
