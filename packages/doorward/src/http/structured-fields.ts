import {
  alphanumeric,
  atEnd,
  characterSet,
  isPrintable,
  type Scanner,
  scanner,
  skipWhitespace,
  take,
  takeWhile,
} from './field-scanner.ts';

/** A value as structured fields know it; tokens and byte sequences keep their written form as text. */
export type BareItem = string | number | boolean;

/** A member of a list: a value and its parameters. */
export interface Item {
  readonly value: BareItem;
  readonly params: Readonly<Record<string, BareItem>>;
}

const digits = characterSet('0123456789');
const keyStart = characterSet('abcdefghijklmnopqrstuvwxyz*');
const keyCharacters = characterSet('abcdefghijklmnopqrstuvwxyz0123456789_-.*');
const tokenStart = characterSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz*');
const tokenCharacters = characterSet(`${alphanumeric}!#$%&'*+-.^_\`|~:/`);
const base64Characters = characterSet(`${alphanumeric}+/=`);

/** Reads a structured field that is a list without inner lists (RFC 9651 §4.2.1). */
export function parseItemList(text: string): Item[] | undefined {
  const scan = scanner(text);
  const items: Item[] = [];
  skipSpaces(scan);
  while (!atEnd(scan)) {
    const item = readItem(scan);
    if (item === undefined) return undefined;
    items.push(item);
    skipWhitespace(scan);
    if (atEnd(scan)) return items;
    if (!take(scan, ',')) return undefined;
    skipWhitespace(scan);
    if (atEnd(scan)) return undefined;
  }
  return items;
}

/**
 * Writes a string (RFC 9651 §4.1.6).
 *
 * @throws {TypeError} when it is not printable ASCII
 */
export function formatString(text: string): string {
  if (!isPrintable(text)) throw new TypeError('a structured field string is printable ASCII');
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/**
 * Writes an integer (RFC 9651 §4.1.4).
 *
 * @throws {TypeError} when it is not a whole number from 0 to 999,999,999,999,999
 */
export function formatCount(count: number, what: string): string {
  if (!Number.isInteger(count) || count < 0 || count > 999_999_999_999_999) {
    throw new TypeError(`${what} is a whole number from 0 to 999999999999999`);
  }
  return count.toString();
}

function readItem(scan: Scanner): Item | undefined {
  const value = readBareItem(scan);
  if (value === undefined) return undefined;
  const params = Object.create(null) as Record<string, BareItem>;
  while (take(scan, ';')) {
    skipSpaces(scan);
    if (keyStart[scan.text.charCodeAt(scan.at)] !== 1) return undefined;
    const key = takeWhile(scan, keyCharacters);
    const given = take(scan, '=') ? readBareItem(scan) : true;
    if (given === undefined) return undefined;
    // Of a key given twice the last counts: RFC 9651 §4.2.3.2.
    params[key] = given;
  }
  return { value, params };
}

function readBareItem(scan: Scanner): BareItem | undefined {
  const next = scan.text.charCodeAt(scan.at);
  if (next === 0x22) return readString(scan);
  if (next === 0x2d || digits[next] === 1) return readNumber(scan);
  if (tokenStart[next] === 1) return takeWhile(scan, tokenCharacters);
  if (take(scan, '?')) return take(scan, '1') || (take(scan, '0') ? false : undefined);
  if (!take(scan, ':')) return undefined;
  const base64 = takeWhile(scan, base64Characters);
  return take(scan, ':') ? `:${base64}:` : undefined;
}

function readNumber(scan: Scanner): number | undefined {
  const sign = take(scan, '-') ? -1 : 1;
  const whole = takeWhile(scan, digits);
  const point = take(scan, '.');
  const fraction = point ? takeWhile(scan, digits) : '';
  if (whole === '' || whole.length > (point ? 12 : 15)) return undefined;
  if (point && (fraction === '' || fraction.length > 3)) return undefined;
  // Adding 0 makes -0 into 0.
  return sign * Number(`${whole}.${fraction}`) + 0;
}

/** Stricter than a quoted string: ASCII only, and only `"` and `\` may be escaped. */
function readString(scan: Scanner): string | undefined {
  let value = '';
  let plainFrom = scan.at + 1;
  for (let at = plainFrom; at < scan.text.length; at += 1) {
    const character = scan.text[at] ?? '';
    if (character === '"') {
      scan.at = at + 1;
      return value + scan.text.slice(plainFrom, at);
    }
    if (character === '\\') {
      value += scan.text.slice(plainFrom, at);
      at += 1;
      plainFrom = at;
      if (scan.text[at] !== '"' && scan.text[at] !== '\\') return undefined;
    } else if (!isPrintable(character)) return undefined;
  }
  return undefined;
}

function skipSpaces(scan: Scanner): void {
  while (take(scan, ' ')) {
    // Only spaces may stand here, no tabs.
  }
}
