import { BlockList } from 'node:net';
import { addressOctets, addressText, canonicalAddress, networkOf } from './ip-address.ts';

/** The proxies whose word about the client is taken. */
export interface TrustedProxies {
  /** Whether this address is one of them; `''` stands for a Unix socket. */
  has(address: string): boolean;
}

const named: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/**
 * Makes the list of proxies that stand in front of the server.
 *
 * *Use when* the server is behind a proxy. List the proxies' own addresses as narrowly as can be:
 * whoever is on the list can say to be anybody. Entries are addresses (`192.0.2.1`), networks
 * (`192.0.2.0/24`, `2001:db8::/32`), and the words `loopback`, `private` (RFC 1918 and RFC 4193
 * networks) and `unix` (a peer without an address, on a Unix socket). An empty list trusts nobody.
 *
 * @throws {TypeError} when an entry is none of these, or has bits set outside its prefix
 * @see RFC 7239 §8.1
 * @example
 * ```ts
 * import { trustedProxies } from 'doorward/http';
 *
 * const trusted = trustedProxies(['loopback', '192.0.2.0/24']);
 * trusted.has('192.0.2.7'); // => true
 * trusted.has('198.51.100.1'); // => false
 * ```
 */
export function trustedProxies(list: readonly string[]): TrustedProxies {
  // One list for each family: a single one would find IPv4 addresses in wide IPv6 networks.
  const networks: Networks = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const entry of list) {
    if (entry === 'unix') continue;
    const cidrs = Object.hasOwn(named, entry) ? named[entry] : undefined;
    for (const cidr of cidrs ?? [entry]) addNetwork(networks, cidr);
  }
  const unix = list.includes('unix');
  return {
    has(address) {
      if (address === '') return unix;
      const canonical = canonicalAddress(address);
      if (canonical === undefined) return false;
      const family = canonical.includes(':') ? 'ipv6' : 'ipv4';
      return networks[family].check(canonical, family);
    },
  };
}

type Networks = Readonly<Record<'ipv4' | 'ipv6', BlockList>>;

function addNetwork(networks: Networks, cidr: string): void {
  const [address = '', length, ...rest] = cidr.split('/');
  const octets = addressOctets(address);
  if (octets === undefined || rest.length > 0 || address.includes('%')) {
    throw new TypeError(
      `${JSON.stringify(cidr)} is no address or network; write 192.0.2.1, 192.0.2.0/24 or loopback`,
    );
  }
  const family = octets.length === 4 ? 'ipv4' : 'ipv6';
  const bits = octets.length * 8;
  // A mapped IPv4 network, ::ffff:192.0.2.0/120, counts its prefix in 128 bits.
  const mappedBits = octets.length === 4 && address.includes(':') ? 96 : 0;
  const prefix = length === undefined ? bits : Number(length) - mappedBits;
  if (!/^\d{1,3}$/.test(length ?? '0') || prefix < 0 || prefix > bits) {
    throw new TypeError(`${cidr} has a prefix length that ${family} does not have`);
  }
  const network = addressText(networkOf(octets, prefix));
  if (network !== addressText(octets)) {
    throw new TypeError(`${cidr} has bits set after its prefix; write ${network}/${length}`);
  }
  networks[family].addSubnet(network, prefix, family);
}
