import type { AuthRequest, RequestView } from './auth-request.ts';

/**
 * Whether a request that carries a browser's ambient credentials may come from a page of another
 * origin. Browsers say where a request comes from in fields that scripts cannot set; a request
 * without any of them was not sent by a browser (or by one so old that only the scheme's own
 * proof helps).
 *
 * @see https://www.w3.org/TR/fetch-metadata/ and RFC 6454 §7
 */
export function isCrossOrigin(
  { request, client }: AuthRequest,
  origins: readonly string[] | undefined,
): boolean {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  if (site === 'same-origin' || site === 'none') return false;
  if (origin !== null) return !isOwnOrigin(origin, request, client.secure, origins);
  return site !== null;
}

function isOwnOrigin(
  origin: string,
  request: RequestView,
  secure: boolean,
  origins: readonly string[] | undefined,
): boolean {
  if (origins !== undefined) return origins.includes(origin);
  const host = request.headers.get('host');
  return host !== null && origin === `${secure ? 'https' : 'http'}://${host.toLowerCase()}`;
}
