const longest = 2_048;

/**
 * Where to go after signing in: the path and query of `next` when it leads to our own origin,
 * otherwise undefined. The target is parsed once, as browsers parse it, against the configured
 * origin, and only what came out of that is sent.
 *
 * @see spec: Django's url_has_allowed_host_and_scheme; every target it calls unsafe is unsafe here
 */
export function safeNext(next: string | null | undefined, origin: string): string | undefined {
  const text = (next ?? '').trim();
  // A browser drops tabs and line ends inside a URL and reads a backslash as a slash; a path that
  // needs any of these is nobody's honest path.
  if (text === '' || text.length > longest || hasControlOrBackslash(text)) return undefined;
  if (text.startsWith('//') || !URL.canParse(text, origin)) return undefined;
  if (hasScheme(text) && !text.startsWith(`${origin}/`) && text !== origin) return undefined;
  const url = new URL(text, origin);
  if (url.origin !== origin || url.username !== '' || url.password !== '') return undefined;
  // `/.//evil.example` comes out of the parser as `//evil.example`: a path there, a host in a Location.
  if (url.pathname.startsWith('//')) return undefined;
  return `${url.pathname}${url.search}${url.hash}`;
}

function hasControlOrBackslash(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code < 0x20 || code === 0x7f || character === '\\') return true;
  }
  return false;
}

function hasScheme(text: string): boolean {
  const colon = text.indexOf(':');
  return colon > 0 && /^[a-z][a-z0-9+.-]*$/i.test(text.slice(0, Math.min(colon, 32)));
}
