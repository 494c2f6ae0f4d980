import type { Params } from './auth-grammar.ts';
import {
  atEnd,
  isToken,
  quote,
  type Scanner,
  scanner,
  skipListGap,
  skipWhitespace,
  take,
  token,
  tokenOrQuotedString,
} from './field-scanner.ts';
import { canonicalAddress } from './ip-address.ts';

/**
 * Writes a `Forwarded` field: one element for each proxy passed, the client's first.
 *
 * *Use when* a request is passed on, or in a test.
 *
 * @throws {TypeError} when a name is not a token or a value cannot be written
 * @see RFC 7239 §4
 * @example
 * ```ts
 * import { formatForwarded } from 'doorward/http';
 *
 * formatForwarded([{ for: '[2001:db8::1]', proto: 'https' }]); // => 'for="[2001:db8::1]";proto=https'
 * ```
 */
export function formatForwarded(elements: readonly Params[]): string {
  return elements
    .map((element) =>
      Object.entries(element)
        .map(([name, value]) => {
          if (!isToken(name)) throw new TypeError(`${JSON.stringify(name)} is no parameter name`);
          return `${name}=${isToken(value) ? value : quote(value, `parameter ${name}`)}`;
        })
        .join(';'),
    )
    .join(', ');
}

/**
 * Reads a `Forwarded` field into its elements, the client's first, parameter names in lower case;
 * `undefined` when it is malformed, never a throw.
 *
 * *Use when* all of it is wanted. It proves nothing by itself: anybody can send it. To learn who the
 * client is, use `clientAddress`, which asks who sent it.
 *
 * @see RFC 7239 §4
 * @example
 * ```ts
 * import { parseForwarded } from 'doorward/http';
 *
 * parseForwarded('For="[2001:db8::1]:4711";proto=https')?.[0]?.['for']; // => '[2001:db8::1]:4711'
 * ```
 */
export function parseForwarded(value: string): Params[] | undefined {
  const scan = scanner(value);
  const elements: Params[] = [];
  skipListGap(scan);
  while (!atEnd(scan)) {
    const element = readElement(scan);
    if (element === undefined) return undefined;
    elements.push(element);
    if (!skipListGap(scan) && !atEnd(scan)) return undefined;
  }
  return elements;
}

/**
 * The canonical address in a node name of `Forwarded` or an entry of `X-Forwarded-For`: with or
 * without port, IPv6 with or without brackets. `undefined` for `unknown`, for made-up names (`_x`)
 * and for anything else.
 *
 * @see RFC 7239 §6
 */
export function nodeAddress(node: string): string | undefined {
  if (node.startsWith('[')) {
    const close = node.indexOf(']');
    if (close < 0 || !isPort(node.slice(close + 1))) return undefined;
    const inside = node.slice(1, close);
    return inside.includes(':') ? canonicalAddress(inside) : undefined;
  }
  const colon = node.indexOf(':');
  const bare = colon >= 0 && colon === node.lastIndexOf(':');
  if (!bare) return canonicalAddress(node);
  return isPort(node.slice(colon)) ? canonicalAddress(node.slice(0, colon)) : undefined;
}

function readElement(scan: Scanner): Params | undefined {
  const element = Object.create(null) as Record<string, string>;
  do {
    skipWhitespace(scan);
    const name = token(scan).toLowerCase();
    if (name === '') continue;
    if (!take(scan, '=')) return undefined;
    const value = tokenOrQuotedString(scan);
    if (value === undefined || name in element) return undefined;
    element[name] = value;
    skipWhitespace(scan);
  } while (take(scan, ';'));
  return atEnd(scan) || scan.text[scan.at] === ',' ? element : undefined;
}

/** Nothing, a port number, or a made-up port name. */
function isPort(text: string): boolean {
  return text === '' || /^:(?:\d{1,5}|_[\w.-]+)$/.test(text);
}
