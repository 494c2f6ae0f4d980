import { clearCookie, formatSetCookie, type SameSite } from '../../http/set-cookie.ts';

/** Options of the session's cookie. */
export interface SessionCookieOptions {
  /** Default: `__Host-doorward`, and `doorward` when not secure. */
  readonly name?: string;
  /** Sent over HTTPS only. Default: true; false is for development on `http://localhost`. */
  readonly secure?: boolean;
  /** Default: `/`, as the default name promises. */
  readonly path?: string;
  /** Default: `Lax`, so that a link from elsewhere finds the user signed in. */
  readonly sameSite?: SameSite;
}

/** Writes the session's cookie. */
export interface SessionCookie {
  readonly name: string;
  /**
   * The `Set-Cookie` value that hands over an id. Without `maxAge` the cookie goes with the
   * browser; how long the session lives is decided here and not by the cookie.
   */
  set(id: string, maxAge?: number): string;
  /** The `Set-Cookie` value that takes it back. */
  clear(): string;
}

/**
 * Settles how the session's cookie is written.
 *
 * @throws TypeError for what a browser would drop, such as a `__Host-` name with another path.
 */
export function sessionCookie(options: SessionCookieOptions = {}): SessionCookie {
  const { secure = true, path = '/', sameSite = 'Lax' } = options;
  const name = options.name ?? (secure ? '__Host-doorward' : 'doorward');
  const place = { name, path, secure, sameSite, httpOnly: true } as const;
  const cleared = clearCookie(place);
  return {
    name,
    set: (id, maxAge) =>
      formatSetCookie({ ...place, value: id, ...(maxAge === undefined ? {} : { maxAge }) }),
    clear: () => cleared,
  };
}
