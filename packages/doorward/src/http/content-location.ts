import { uriReference } from './uri-reference.ts';

/**
 * Sets `Content-Location`: the URI of exactly the representation that the response carries.
 *
 * *Use when* a response that was made elsewhere is to be marked; `HttpResponseOK`, `Created`,
 * `PartialContent` and `NotModified` take `contentLocation` themselves. IRIs become URIs.
 *
 * @throws {TypeError} when the status is not 200, 201, 206 or 304, or the URI holds a line break
 * @see RFC 9110 §8.7
 * @example
 * ```ts
 * import { HttpResponseOK, setContentLocation } from 'doorward/http';
 *
 * const response = new HttpResponseOK('<p>Bonjour');
 * setContentLocation(response, '/greeting.fr');
 * response.headers.get('content-location'); // => '/greeting.fr'
 * ```
 */
export function setContentLocation(response: Response, uri: string | URL): void {
  if (![200, 201, 206, 304].includes(response.status)) {
    throw new TypeError(
      `Content-Location belongs to 200, 201, 206 and 304, not ${response.status}`,
    );
  }
  response.headers.set('content-location', uriReference(uri));
}
