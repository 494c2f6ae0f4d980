import { isIPv4, isIPv6 } from 'node:net';

/** Options of `addressKey`. */
export interface AddressKeyOptions {
  /** How many leading bits of an IPv6 address stand for one customer. 1 to 128, default 64. */
  readonly ipv6Prefix?: number;
}

/**
 * The one spelling of an IP address: IPv4 in dotted decimals, IPv6 as RFC 5952 writes it, an IPv4
 * address that was mapped into IPv6 as IPv4, no zone. `undefined` when it is no address.
 *
 * *Use when* addresses are compared or logged.
 *
 * @see RFC 5952 §4, RFC 4291 §2.5.5.2
 * @example
 * ```ts
 * import { canonicalAddress } from 'doorward/http';
 *
 * canonicalAddress('2001:DB8:0:0::1'); // => '2001:db8::1'
 * canonicalAddress('::ffff:192.0.2.1'); // => '192.0.2.1'
 * ```
 */
export function canonicalAddress(text: string): string | undefined {
  if (isIPv4(text)) return text;
  const octets = addressOctets(text);
  return octets && addressText(octets);
}

/**
 * What a limit counts by: an IPv4 address, or the network that an IPv6 customer gets (/64), since
 * one customer has every address in it. All that is no address shares the key `unknown`, so a
 * caller cannot make up keys.
 *
 * *Use when* a throttle keeps one counter for each client.
 *
 * @throws {TypeError} when `ipv6Prefix` is not a whole number from 1 to 128
 * @see RFC 6177
 * @example
 * ```ts
 * import { addressKey } from 'doorward/http';
 *
 * addressKey('2001:db8:1:2:3:4:5:6'); // => '2001:db8:1:2::/64'
 * addressKey('192.0.2.1'); // => '192.0.2.1'
 * ```
 */
export function addressKey(address: string, options: AddressKeyOptions = {}): string {
  const { ipv6Prefix = 64 } = options;
  if (!Number.isInteger(ipv6Prefix) || ipv6Prefix < 1 || ipv6Prefix > 128) {
    throw new TypeError('ipv6Prefix is a whole number from 1 to 128');
  }
  if (isIPv4(address)) return address;
  const octets = addressOctets(address);
  if (octets === undefined) return 'unknown';
  if (octets.length === 4) return addressText(octets);
  return `${addressText(networkOf(octets, ipv6Prefix))}/${ipv6Prefix}`;
}

/**
 * Whether an address is this machine's own: 127.0.0.0/8 or ::1.
 *
 * *Use when* something is allowed to local callers only. Ask it of the connection, never of a
 * header that anybody can send.
 *
 * @see RFC 1122 §3.2.1.3, RFC 4291 §2.5.3
 * @example
 * ```ts
 * import { isLoopback } from 'doorward/http';
 *
 * isLoopback('::ffff:127.0.0.1'); // => true
 * ```
 */
export function isLoopback(address: string): boolean {
  const canonical = canonicalAddress(address);
  return canonical === '::1' || canonical?.startsWith('127.') === true;
}

/** The 4 or 16 octets of an address; a mapped IPv4 address has 4. */
export function addressOctets(text: string): readonly number[] | undefined {
  if (isIPv4(text)) return text.split('.').map(Number);
  if (!isIPv6(text)) return undefined;
  const [address = ''] = text.split('%');
  const [left = '', right] = address.split('::');
  const head = groupOctets(left);
  const tail = groupOctets(right ?? '');
  const octets = [...head, ...new Array<number>(16 - head.length - tail.length).fill(0), ...tail];
  return isMapped(octets) ? octets.slice(12) : octets;
}

/** Writes 4 or 16 octets as an address. */
export function addressText(octets: readonly number[]): string {
  return octets.length === 4 ? octets.join('.') : ipv6Text(octets);
}

/** The octets with all bits after the first `prefix` cleared. */
export function networkOf(octets: readonly number[], prefix: number): readonly number[] {
  return octets.map((octet, index) => {
    const kept = Math.min(8, Math.max(0, prefix - index * 8));
    return octet & (0xff00 >> kept);
  });
}

function groupOctets(groups: string): number[] {
  if (groups === '') return [];
  return groups.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number);
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

function isMapped(octets: readonly number[]): boolean {
  return octets[10] === 0xff && octets[11] === 0xff && octets.slice(0, 10).every((o) => o === 0);
}

/** RFC 5952: no leading zeros, lower case, the first longest run of two or more zero groups is `::`. */
function ipv6Text(octets: readonly number[]): string {
  const groups: string[] = [];
  for (let at = 0; at < 16; at += 2) {
    groups.push((((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0)).toString(16));
  }
  let run = 0;
  let longest = 1;
  let start = -1;
  groups.forEach((group, index) => {
    run = group === '0' ? run + 1 : 0;
    if (run > longest) {
      longest = run;
      start = index - run + 1;
    }
  });
  if (start < 0) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + longest).join(':')}`;
}
