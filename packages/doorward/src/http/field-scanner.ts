/**
 * The pieces that most header fields are made of (RFC 9110 §5.6): tokens, quoted strings, white
 * space and commas. A scanner is a text and a place in it; every function moves the place forward
 * only, so whatever is built from them reads a field in time proportional to its length.
 */
export interface Scanner {
  readonly text: string;
  at: number;
}

const TAB = 0x09;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const DELETE = 0x7f;

/** A table that answers, for an ASCII code, whether the character is in `characters`. */
export function characterSet(characters: string): Uint8Array {
  const set = new Uint8Array(128);
  for (const character of characters) set[character.charCodeAt(0)] = 1;
  return set;
}

export const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const tokenCharacters = characterSet(`${alphanumeric}!#$%&'*+-.^_\`|~`);

/** Starts reading `text` at its beginning. */
export function scanner(text: string): Scanner {
  return { text, at: 0 };
}

/** Whether nothing is left. */
export function atEnd(scan: Scanner): boolean {
  return scan.at >= scan.text.length;
}

/** Passes optional white space: spaces and tabs (OWS, BWS). */
export function skipWhitespace(scan: Scanner): void {
  let code = scan.text.charCodeAt(scan.at);
  while (code === SPACE || code === TAB) {
    scan.at += 1;
    code = scan.text.charCodeAt(scan.at);
  }
}

/** Passes white space and commas, and tells whether there was a comma: empty list elements are allowed. */
export function skipListGap(scan: Scanner): boolean {
  let comma = false;
  let code = scan.text.charCodeAt(scan.at);
  while (code === SPACE || code === TAB || code === COMMA) {
    if (code === COMMA) comma = true;
    scan.at += 1;
    code = scan.text.charCodeAt(scan.at);
  }
  return comma;
}

/** Passes `character` if it comes next. */
export function take(scan: Scanner, character: string): boolean {
  if (scan.text[scan.at] !== character) return false;
  scan.at += 1;
  return true;
}

/** Reads the longest run of characters in `set`; empty when there is none. */
export function takeWhile(scan: Scanner, set: Uint8Array): string {
  const start = scan.at;
  while (set[scan.text.charCodeAt(scan.at)] === 1) scan.at += 1;
  return scan.text.slice(start, scan.at);
}

/** Reads a token (RFC 9110 §5.6.2); empty when there is none. */
export function token(scan: Scanner): string {
  return takeWhile(scan, tokenCharacters);
}

/**
 * Reads a quoted string (RFC 9110 §5.6.4) and takes off its quotes and escapes. Octets above ASCII
 * are let through as they are (obs-text); control characters and a missing closing quote are not.
 */
export function quotedString(scan: Scanner): string | undefined {
  if (!take(scan, '"')) return undefined;
  const { text } = scan;
  let value = '';
  let plainFrom = scan.at;
  for (let at = scan.at; at < text.length; at += 1) {
    let code = text.charCodeAt(at);
    if (code === QUOTE) {
      scan.at = at + 1;
      return value + text.slice(plainFrom, at);
    }
    if (code === BACKSLASH) {
      value += text.slice(plainFrom, at);
      at += 1;
      plainFrom = at;
      code = text.charCodeAt(at);
    }
    if (!isFieldText(code)) return undefined;
  }
  return undefined;
}

/** Reads a token or a quoted string. */
export function tokenOrQuotedString(scan: Scanner): string | undefined {
  if (scan.text.charCodeAt(scan.at) === QUOTE) return quotedString(scan);
  return token(scan) || undefined;
}

/** Whether all of `text` is one token. */
export function isToken(text: string): boolean {
  if (text === '') return false;
  for (let at = 0; at < text.length; at += 1) {
    if (tokenCharacters[text.charCodeAt(at)] !== 1) return false;
  }
  return true;
}

/**
 * Writes `text` as a quoted string. Only printable ASCII can be written: what a peer makes of other
 * octets is not defined.
 *
 * @throws {TypeError} when `text` holds a control character or a character outside ASCII
 */
export function quote(text: string, what: string): string {
  if (!isPrintable(text)) {
    throw new TypeError(`${what} may hold printable ASCII only; escape or leave out other text`);
  }
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Whether `text` holds printable ASCII characters and spaces only. */
export function isPrintable(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < SPACE || code >= DELETE) return false;
  }
  return true;
}

/** What may stand in a field value: tab, space, visible ASCII, and octets above it. NaN may not. */
function isFieldText(code: number): boolean {
  return (code >= SPACE && code !== DELETE && code <= 0xff) || code === TAB;
}
