import type { AuthRequest } from '../core/auth-request.ts';
import type { Switches } from '../core/switches.ts';
import { drfClientIdent } from '../http/drf-client-ident.ts';
import { addressKey } from '../http/ip-address.ts';

/** How clients are told apart by their address. */
export interface ClientKeyOptions {
  /** Leading bits of an IPv6 address that stand for one customer, 1 to 128. Default: 64. */
  readonly ipv6Prefix?: number;
  /**
   * Django REST framework's `NUM_PROXIES`, for switches that read `X-Forwarded-For`. Default:
   * null, the whole field, which anybody can change at will.
   */
  readonly numProxies?: number | null;
}

/**
 * Makes the function that names a request's client for a counter.
 *
 * @throws TypeError when the prefix or the number of proxies cannot be used.
 */
export function clientKey(
  { ipv6Prefix = 64, numProxies = null }: ClientKeyOptions,
  { clientAddress }: Pick<Switches, 'clientAddress'>,
): (request: AuthRequest) => string {
  addressKey('::1', { ipv6Prefix });
  drfClientIdent({ peer: '', numProxies });
  if (clientAddress === 'proxies') {
    return ({ client }) => `address:${addressKey(client.address ?? '', { ipv6Prefix })}`;
  }
  return ({ request, client }) => {
    const forwardedFor = request.headers.get('x-forwarded-for');
    return `address:${drfClientIdent({ peer: client.peer ?? '', forwardedFor, numProxies })}`;
  };
}
