/**
 * Reads standard base64 and accepts one spelling of each value: with all its padding, or with none
 * where `padding` is false. `undefined` for anything else.
 *
 * @see RFC 4648 §4
 */
export function fromBase64(text: string, padding: boolean): Uint8Array | undefined {
  const buffer = Buffer.from(text, 'base64');
  return toBase64(buffer, padding) === text ? Uint8Array.from(buffer) : undefined;
}

/** Writes standard base64, with or without padding. */
export function toBase64(bytes: Uint8Array, padding: boolean): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  const end = text.indexOf('=');
  return padding || end < 0 ? text : text.slice(0, end);
}
