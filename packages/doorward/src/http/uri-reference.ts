/**
 * Writes an IRI, absolute or relative, as the URI that a header field may carry: other characters
 * are percent-encoded, escapes that are there already stay, and a host outside ASCII becomes its
 * ASCII form.
 *
 * @throws {TypeError} when the text holds a control character or cannot be encoded
 * @see RFC 3987 §3.1
 */
export function uriReference(target: string | URL): string {
  const text = String(target);
  if (hasControl(text)) throw new TypeError('a URI may not hold a line break or control character');
  if (!text.isWellFormed()) throw new TypeError('a URI may not hold half a surrogate pair');
  // encodeURI knows neither brackets of an IPv6 host nor escapes; both are put back. The order
  // matters: a "%5B" that was in the text is "%255B" here, and must not become a bracket.
  return encodeURI(asciiHost(text))
    .replace(/%5B/g, '[')
    .replace(/%5D/g, ']')
    .replace(/%25(?=[0-9A-Fa-f]{2})/g, '%');
}

/**
 * The value of a `Location` that a browser will follow: http, https, ftp or relative.
 *
 * @throws {TypeError} for any other scheme (`javascript:`, `data:` …), read as a browser would
 *   read it, and for what `uriReference` refuses
 */
export function redirectTarget(target: string | URL): string {
  const text = String(target);
  const uri = uriReference(text);
  const url = URL.parse(text, 'http://relative.invalid/');
  if (url === null) throw new TypeError('the redirect target is not a URI reference');
  if (!['http:', 'https:', 'ftp:'].includes(url.protocol)) {
    throw new TypeError(`a redirect may not lead to a "${url.protocol}" address`);
  }
  return uri;
}

function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

function asciiHost(text: string): string {
  const [, before = '', authority = ''] =
    /^((?:[a-z][a-z0-9+.-]*:)?\/\/)([^/?#]*)/i.exec(text) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (encodeURI(host) === host || host.startsWith('[')) return text;
  const url = URL.parse(`http://${host}`);
  if (url === null) throw new TypeError('the host of the URI is not valid');
  const start = before.length + authority.length - host.length;
  return text.slice(0, start) + url.host + text.slice(start + host.length);
}
