import { checkRequired, type HeaderFields, headersFrom } from './response.ts';
import { type UpgradeInit, upgradeFields } from './response-fields.ts';
import { type InterimStatus, statusInfo } from './status.ts';
import { uriReference } from './uri-reference.ts';

/** Options of every interim response. */
export interface InterimResponseInit {
  /** Fields to send. */
  readonly headers?: HeaderFields;
}

/**
 * An interim response: a status and fields, sent before the final response. It is no Fetch
 * `Response`, because Fetch refuses 1xx, and it never has content.
 *
 * *Use when* an adapter can write interim responses and one of the classes below does not fit.
 * Never send one to an HTTP/1.0 client.
 *
 * @throws {TypeError} when the status is not 100 to 104, or 101 goes without `Upgrade`
 * @see RFC 9110 §15.2
 * @example
 * ```ts
 * import { InterimResponse } from 'doorward/http';
 *
 * new InterimResponse(102).status; // => 102
 * ```
 */
export class InterimResponse {
  readonly status: InterimStatus;
  readonly headers: Headers;

  constructor(status: InterimStatus, init: InterimResponseInit = {}) {
    const info = statusInfo(status);
    if (info === undefined || status > 199) {
      throw new TypeError('an interim response has a status from 100 to 104');
    }
    this.status = status;
    this.headers = headersFrom(init.headers);
    checkRequired(info, this.headers);
  }
}

/**
 * 100 Continue. *Use when* a client that sent `Expect: 100-continue` may send its content. Servers
 * usually do this themselves.
 *
 * @see RFC 9110 §15.2.1
 */
export class HttpResponseContinue extends InterimResponse {
  constructor(init?: InterimResponseInit) {
    super(100, init);
  }
}

/**
 * 101 Switching Protocols. *Use when* the connection goes on in another protocol that the client
 * offered. Sets `Upgrade` and `Connection`.
 *
 * @throws {TypeError} when no protocol is named
 * @see RFC 9110 §15.2.2
 * @example
 * ```ts
 * import { HttpResponseSwitchingProtocols } from 'doorward/http';
 *
 * const response = new HttpResponseSwitchingProtocols({ upgrade: 'websocket' });
 * response.headers.get('connection'); // => 'Upgrade'
 * ```
 */
export class HttpResponseSwitchingProtocols extends InterimResponse {
  constructor(init: InterimResponseInit & UpgradeInit) {
    super(101, { headers: upgradeFields(init) });
  }
}

/**
 * 102 Processing. *Use when* a WebDAV request takes long and the client should not give up. New
 * protocols do without it: RFC 4918 dropped it.
 *
 * @see RFC 2518 §10.1
 */
export class HttpResponseProcessing extends InterimResponse {
  constructor(init?: InterimResponseInit) {
    super(102, init);
  }
}

/** Options of 103. */
export interface EarlyHintsInit extends InterimResponseInit {
  /** `Link` values, one field line each. */
  readonly link: string | readonly string[];
}

/**
 * 103 Early Hints. *Use when* the final response takes a moment and the client can fetch what it
 * will need meanwhile.
 *
 * @throws {TypeError} when there is no link
 * @see RFC 8297 §2
 * @example
 * ```ts
 * import { HttpResponseEarlyHints } from 'doorward/http';
 *
 * const hints = new HttpResponseEarlyHints({ link: '</style.css>; rel=preload; as=style' });
 * hints.headers.get('link'); // => '</style.css>; rel=preload; as=style'
 * ```
 */
export class HttpResponseEarlyHints extends InterimResponse {
  constructor(init: EarlyHintsInit) {
    const given: string | readonly string[] = init?.link ?? [];
    const links = typeof given === 'string' ? [given] : given;
    if (links.length === 0 || links.some((link) => link === '')) {
      throw new TypeError('103 Early Hints needs at least one link');
    }
    const headers = headersFrom(init.headers);
    for (const [name, value] of headersFrom(links.map((link) => ['link', link]))) {
      headers.append(name, value);
    }
    super(103, { headers });
  }
}

/** Options of 104. */
export interface UploadResumptionInit extends InterimResponseInit {
  /** URI of the upload, where it can be taken up again. */
  readonly location?: string | URL;
}

/**
 * 104 Upload Resumption Supported. *Use when* a server of resumable uploads tells the client early
 * where to go on after a break. The registration is temporary: the draft may still change.
 *
 * @see draft-ietf-httpbis-resumable-upload
 * @example
 * ```ts
 * import { HttpResponseUploadResumptionSupported } from 'doorward/http';
 *
 * const response = new HttpResponseUploadResumptionSupported({ location: '/uploads/7' });
 * response.headers.get('location'); // => '/uploads/7'
 * ```
 */
export class HttpResponseUploadResumptionSupported extends InterimResponse {
  constructor(init?: UploadResumptionInit) {
    const headers = headersFrom(init?.headers);
    if (init?.location !== undefined) headers.set('location', uriReference(init.location));
    super(104, { headers });
  }
}
