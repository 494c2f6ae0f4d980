import { nodeAddress, parseForwarded } from './forwarded.ts';
import { canonicalAddress } from './ip-address.ts';
import type { TrustedProxies } from './trusted-proxies.ts';

/**
 * What a request says about its way here. Pass on only the field that your proxy sets itself; the
 * others a proxy may hand through as the client wrote them. Where two are given and disagree,
 * neither is believed.
 */
export interface RequestPath {
  /** Address of the connection; `''` for a Unix socket. */
  readonly peer: string;
  /** `Forwarded`, several lines joined by commas. */
  readonly forwarded?: string | null | undefined;
  readonly trusted: TrustedProxies;
}

/** What `clientAddress` looks at. */
export interface AddressPath extends RequestPath {
  /** `X-Forwarded-For`, several lines joined by commas. */
  readonly forwardedFor?: string | null | undefined;
}

/** What `requestScheme` looks at. */
export interface SchemePath extends RequestPath {
  /** Of the connection itself. */
  readonly scheme: 'http' | 'https';
  /** `X-Forwarded-Proto`. */
  readonly forwardedProto?: string | null | undefined;
}

/** What `requestHost` looks at. */
export interface HostPath extends RequestPath {
  /** The `Host` field, or `:authority`. */
  readonly host: string;
  /** `X-Forwarded-Host`. */
  readonly forwardedHost?: string | null | undefined;
}

/** More proxies in a row than anybody has. */
const maxHops = 32;

/**
 * The address of the client, in canonical spelling.
 *
 * *Use when* limits, logs or rules go by address. From the right, each hop is believed as long as
 * the one that reported it is trusted; the first that is not trusted is the client. A hop that
 * cannot be read ends the search, and the address of the connection is the answer: to pass over it
 * would be to believe what the client wrote further left.
 *
 * @see RFC 7239 §8.1
 * @example
 * ```ts
 * import { clientAddress, trustedProxies } from 'doorward/http';
 *
 * const trusted = trustedProxies(['loopback']);
 * clientAddress({ peer: '127.0.0.1', forwardedFor: '6.6.6.6, 192.0.2.9', trusted }); // => '192.0.2.9'
 * clientAddress({ peer: '198.51.100.1', forwardedFor: '6.6.6.6', trusted }); // => '198.51.100.1'
 * ```
 */
export function clientAddress(path: AddressPath): string {
  const { forwardedFor, forwarded, trusted } = path;
  const peer = canonicalAddress(path.peer) ?? path.peer;
  if (!trusted.has(peer)) return peer;
  const answers: (string | undefined)[] = [];
  if (isGiven(forwardedFor)) answers.push(clientHop(forwardedFor.split(','), trusted).address);
  if (isGiven(forwarded)) answers.push(forwardedHop(forwarded, trusted)?.address);
  return agreed(answers) ?? peer;
}

/**
 * Whether the client came by `https` or `http`.
 *
 * *Use when* a cookie may be `Secure`, or an absolute URL is built. Behind a trusted proxy its
 * `Forwarded` or `X-Forwarded-Proto` counts; of several values of the latter every one must be
 * `https`. Otherwise the connection itself.
 *
 * @see RFC 7239 §5.4
 * @example
 * ```ts
 * import { requestScheme, trustedProxies } from 'doorward/http';
 *
 * const trusted = trustedProxies(['loopback']);
 * requestScheme({ peer: '::1', scheme: 'http', forwardedProto: 'https', trusted }); // => 'https'
 * requestScheme({ peer: '192.0.2.1', scheme: 'http', forwardedProto: 'https', trusted }); // => 'http'
 * ```
 */
export function requestScheme(path: SchemePath): 'http' | 'https' {
  const { scheme, forwardedProto, forwarded, trusted } = path;
  if (!trusted.has(path.peer)) return scheme;
  const answers: ('http' | 'https' | undefined)[] = [];
  if (isGiven(forwardedProto)) answers.push(strictest(forwardedProto));
  if (isGiven(forwarded)) answers.push(asScheme(forwardedHop(forwarded, trusted)?.proto ?? ''));
  return agreed(answers) ?? scheme;
}

/**
 * The host, with its port if one was given, that the client asked for.
 *
 * *Use when* an absolute URL is built or an origin compared. Behind a trusted proxy its `Forwarded`
 * or a single `X-Forwarded-Host` counts, otherwise the request's own. It is still the client's word:
 * compare it with the hosts that are served.
 *
 * @see RFC 7239 §5.3
 * @example
 * ```ts
 * import { requestHost, trustedProxies } from 'doorward/http';
 *
 * const trusted = trustedProxies(['loopback']);
 * requestHost({ peer: '::1', host: 'app:8000', forwardedHost: 'example.com', trusted }); // => 'example.com'
 * ```
 */
export function requestHost(path: HostPath): string {
  const { host, forwardedHost, forwarded, trusted } = path;
  if (!trusted.has(path.peer)) return host;
  const answers: (string | undefined)[] = [];
  if (isGiven(forwardedHost)) answers.push(asHost(forwardedHost.trim()));
  if (isGiven(forwarded)) answers.push(asHost(forwardedHop(forwarded, trusted)?.host ?? ''));
  return agreed(answers) ?? host;
}

interface Hop {
  readonly index: number;
  readonly address: string | undefined;
}

/** Goes from right to left over trusted hops to the first that is not, or cannot be read. */
function clientHop(nodes: readonly string[], trusted: TrustedProxies): Hop {
  const last = nodes.length - 1;
  for (let index = last; index > last - maxHops; index -= 1) {
    const address = nodeAddress((nodes[index] ?? '').trim());
    if (address === undefined || index === 0 || !trusted.has(address)) return { index, address };
  }
  return { index: last, address: undefined };
}

/** The element that the outermost trusted proxy wrote about its own client. */
function forwardedHop(
  field: string,
  trusted: TrustedProxies,
): { address: string | undefined; proto?: string; host?: string } | undefined {
  const elements = parseForwarded(field);
  if (elements === undefined || elements.length === 0) return undefined;
  const nodes = elements.map((element) => element['for'] ?? '');
  const { index, address } = clientHop(nodes, trusted);
  return { ...elements[index], address };
}

function isGiven(field: string | null | undefined): field is string {
  return field !== undefined && field !== null && field.trim() !== '';
}

/** The one answer of all fields, if each has one and it is the same. */
function agreed<Answer>(answers: readonly (Answer | undefined)[]): Answer | undefined {
  const [first, ...others] = answers;
  return others.every((answer) => answer === first) ? first : undefined;
}

function strictest(field: string): 'http' | 'https' | undefined {
  const schemes = field.split(',').map((value) => asScheme(value.trim()));
  if (schemes.includes(undefined)) return undefined;
  return schemes.includes('http') ? 'http' : 'https';
}

function asScheme(text: string): 'http' | 'https' | undefined {
  const scheme = text.toLowerCase();
  return scheme === 'http' || scheme === 'https' ? scheme : undefined;
}

/** A name or address, with a port or not, in the characters that a host has. */
function asHost(text: string): string | undefined {
  return /^(?:[\w.-]{1,253}|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/i.test(text) ? text : undefined;
}
