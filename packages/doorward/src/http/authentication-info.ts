import { formatParams, type Params, readParamsOnly } from './auth-grammar.ts';

/** RFC 7616 §3.5: Digest's `qop` and `nc` are bare tokens here, as they are in requests. */
const bare = ['qop', 'nc'];

/**
 * Writes `Authentication-Info` or `Proxy-Authentication-Info`. All parameters are quoted but
 * Digest's `qop` and `nc`.
 *
 * *Use when* a scheme has something to say after success: Digest's `nextnonce` and `rspauth`.
 *
 * @throws {TypeError} when a name is not a token or a value holds a control or non-ASCII character
 * @see RFC 9110 §11.6.3
 * @example
 * ```ts
 * import { formatAuthenticationInfo } from 'doorward/http';
 *
 * formatAuthenticationInfo({ nextnonce: 'c2VlZA', qop: 'auth' }); // => 'nextnonce="c2VlZA", qop=auth'
 * ```
 */
export function formatAuthenticationInfo(params: Params): string {
  return formatParams(params, bare);
}

/**
 * Reads `Authentication-Info`; `undefined` when it is malformed, never a throw. Names are in lower
 * case. An empty value has no parameters.
 *
 * *Use when* a client checks that the server knew the secret too.
 *
 * @see RFC 9110 §11.6.3
 * @example
 * ```ts
 * import { parseAuthenticationInfo } from 'doorward/http';
 *
 * parseAuthenticationInfo('nextnonce="c2VlZA", nc=00000001')?.['nc']; // => '00000001'
 * ```
 */
export function parseAuthenticationInfo(value: string): Params | undefined {
  return readParamsOnly(value);
}
