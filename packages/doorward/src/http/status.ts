/** One row of the table; what a row leaves out is in `defaults`. */
interface StatusRow {
  readonly name?: string;
  readonly reason: string;
  readonly see: string;
  readonly body?: 'none' | 'free';
  readonly requires?: readonly string[];
  readonly optional?: readonly string[];
  readonly store?: 'heuristic' | 'explicit' | 'never';
  readonly registration?: 'registered' | 'temporary' | 'reserved' | 'unused' | 'obsoleted';
}

const defaults = {
  body: 'free',
  requires: [],
  optional: [],
  store: 'explicit',
  registration: 'registered',
} as const;

/**
 * Every status of the IANA registry (last changed 2025-09-15), and what its RFC says of it.
 *
 * `requires` also lists fields without which the status means nothing (`IM` of 226). A 206 in
 * several parts says its ranges in the parts, and needs `multipart/byteranges` instead. The
 * `Content-Range` of a 416 is due for bytes only, so its class asks for it and this table does not.
 */
const table = {
  100: { name: 'Continue', reason: 'Continue', see: 'RFC 9110 §15.2.1', body: 'none' },
  101: {
    name: 'SwitchingProtocols',
    reason: 'Switching Protocols',
    see: 'RFC 9110 §15.2.2',
    body: 'none',
    requires: ['Upgrade', 'Connection'],
  },
  102: { name: 'Processing', reason: 'Processing', see: 'RFC 2518 §10.1', body: 'none' },
  103: {
    name: 'EarlyHints',
    reason: 'Early Hints',
    see: 'RFC 8297 §2',
    body: 'none',
    optional: ['Link'],
  },
  104: {
    name: 'UploadResumptionSupported',
    reason: 'Upload Resumption Supported',
    see: 'draft-ietf-httpbis-resumable-upload',
    body: 'none',
    optional: ['Location'],
    registration: 'temporary',
  },

  200: {
    name: 'OK',
    reason: 'OK',
    see: 'RFC 9110 §15.3.1',
    optional: ['Content-Location'],
    store: 'heuristic',
  },
  201: {
    name: 'Created',
    reason: 'Created',
    see: 'RFC 9110 §15.3.2',
    optional: ['Location', 'Content-Location'],
  },
  202: { name: 'Accepted', reason: 'Accepted', see: 'RFC 9110 §15.3.3' },
  203: {
    name: 'NonAuthoritativeInformation',
    reason: 'Non-Authoritative Information',
    see: 'RFC 9110 §15.3.4',
    store: 'heuristic',
  },
  204: {
    name: 'NoContent',
    reason: 'No Content',
    see: 'RFC 9110 §15.3.5',
    body: 'none',
    store: 'heuristic',
  },
  205: { name: 'ResetContent', reason: 'Reset Content', see: 'RFC 9110 §15.3.6', body: 'none' },
  206: {
    name: 'PartialContent',
    reason: 'Partial Content',
    see: 'RFC 9110 §15.3.7',
    requires: ['Content-Range'],
    optional: ['Content-Location'],
    store: 'heuristic',
  },
  207: { name: 'MultiStatus', reason: 'Multi-Status', see: 'RFC 4918 §11.1' },
  208: { name: 'AlreadyReported', reason: 'Already Reported', see: 'RFC 5842 §7.1' },
  226: {
    name: 'ImUsed',
    reason: 'IM Used',
    see: 'RFC 3229 §10.4.1',
    requires: ['ETag', 'IM'],
  },

  300: {
    name: 'MultipleChoices',
    reason: 'Multiple Choices',
    see: 'RFC 9110 §15.4.1',
    optional: ['Location', 'Retry-After'],
    store: 'heuristic',
  },
  301: {
    name: 'MovedPermanently',
    reason: 'Moved Permanently',
    see: 'RFC 9110 §15.4.2',
    optional: ['Location', 'Retry-After'],
    store: 'heuristic',
  },
  302: {
    name: 'Found',
    reason: 'Found',
    see: 'RFC 9110 §15.4.3',
    optional: ['Location', 'Retry-After'],
  },
  303: {
    name: 'SeeOther',
    reason: 'See Other',
    see: 'RFC 9110 §15.4.4',
    optional: ['Location', 'Retry-After'],
  },
  304: {
    name: 'NotModified',
    reason: 'Not Modified',
    see: 'RFC 9110 §15.4.5',
    body: 'none',
    optional: ['Content-Location'],
  },
  305: {
    name: 'UseProxy',
    reason: 'Use Proxy',
    see: 'RFC 9110 §15.4.6',
    optional: ['Location'],
  },
  306: { reason: '(Unused)', see: 'RFC 9110 §15.4.7', registration: 'reserved' },
  307: {
    name: 'TemporaryRedirect',
    reason: 'Temporary Redirect',
    see: 'RFC 9110 §15.4.8',
    optional: ['Location', 'Retry-After'],
  },
  308: {
    name: 'PermanentRedirect',
    reason: 'Permanent Redirect',
    see: 'RFC 9110 §15.4.9',
    optional: ['Location', 'Retry-After'],
    store: 'heuristic',
  },

  400: { name: 'BadRequest', reason: 'Bad Request', see: 'RFC 9110 §15.5.1' },
  401: {
    name: 'Unauthorized',
    reason: 'Unauthorized',
    see: 'RFC 9110 §15.5.2',
    requires: ['WWW-Authenticate'],
  },
  402: { name: 'PaymentRequired', reason: 'Payment Required', see: 'RFC 9110 §15.5.3' },
  403: { name: 'Forbidden', reason: 'Forbidden', see: 'RFC 9110 §15.5.4' },
  404: { name: 'NotFound', reason: 'Not Found', see: 'RFC 9110 §15.5.5', store: 'heuristic' },
  405: {
    name: 'NotAllowed',
    reason: 'Method Not Allowed',
    see: 'RFC 9110 §15.5.6',
    requires: ['Allow'],
    store: 'heuristic',
  },
  406: { name: 'NotAcceptable', reason: 'Not Acceptable', see: 'RFC 9110 §15.5.7' },
  407: {
    name: 'ProxyAuthenticationRequired',
    reason: 'Proxy Authentication Required',
    see: 'RFC 9110 §15.5.8',
    requires: ['Proxy-Authenticate'],
  },
  408: {
    name: 'RequestTimeout',
    reason: 'Request Timeout',
    see: 'RFC 9110 §15.5.9',
    optional: ['Retry-After'],
  },
  409: { name: 'Conflict', reason: 'Conflict', see: 'RFC 9110 §15.5.10' },
  410: { name: 'Gone', reason: 'Gone', see: 'RFC 9110 §15.5.11', store: 'heuristic' },
  411: { name: 'LengthRequired', reason: 'Length Required', see: 'RFC 9110 §15.5.12' },
  412: { name: 'PreconditionFailed', reason: 'Precondition Failed', see: 'RFC 9110 §15.5.13' },
  413: {
    name: 'ContentTooLarge',
    reason: 'Content Too Large',
    see: 'RFC 9110 §15.5.14',
    optional: ['Retry-After'],
  },
  414: { name: 'UriTooLong', reason: 'URI Too Long', see: 'RFC 9110 §15.5.15', store: 'heuristic' },
  415: {
    name: 'UnsupportedMediaType',
    reason: 'Unsupported Media Type',
    see: 'RFC 9110 §15.5.16',
    optional: ['Accept', 'Accept-Encoding'],
  },
  416: {
    name: 'RangeNotSatisfiable',
    reason: 'Range Not Satisfiable',
    see: 'RFC 9110 §15.5.17',
    optional: ['Content-Range'],
  },
  417: { name: 'ExpectationFailed', reason: 'Expectation Failed', see: 'RFC 9110 §15.5.18' },
  418: { reason: '(Unused)', see: 'RFC 9110 §15.5.19', registration: 'unused' },
  421: { name: 'MisdirectedRequest', reason: 'Misdirected Request', see: 'RFC 9110 §15.5.20' },
  422: { name: 'UnprocessableContent', reason: 'Unprocessable Content', see: 'RFC 9110 §15.5.21' },
  423: { name: 'Locked', reason: 'Locked', see: 'RFC 4918 §11.3' },
  424: { name: 'FailedDependency', reason: 'Failed Dependency', see: 'RFC 4918 §11.4' },
  425: { name: 'TooEarly', reason: 'Too Early', see: 'RFC 8470 §5.2' },
  426: {
    name: 'UpgradeRequired',
    reason: 'Upgrade Required',
    see: 'RFC 9110 §15.5.22',
    requires: ['Upgrade', 'Connection'],
  },
  428: {
    name: 'PreconditionRequired',
    reason: 'Precondition Required',
    see: 'RFC 6585 §3',
    store: 'never',
  },
  429: {
    name: 'TooManyRequests',
    reason: 'Too Many Requests',
    see: 'RFC 6585 §4',
    optional: ['Retry-After'],
    store: 'never',
  },
  431: {
    name: 'RequestHeaderFieldsTooLarge',
    reason: 'Request Header Fields Too Large',
    see: 'RFC 6585 §5',
    store: 'never',
  },
  451: {
    name: 'UnavailableForLegalReasons',
    reason: 'Unavailable For Legal Reasons',
    see: 'RFC 7725 §3',
    optional: ['Link'],
    store: 'heuristic',
  },

  500: { name: 'InternalServerError', reason: 'Internal Server Error', see: 'RFC 9110 §15.6.1' },
  501: {
    name: 'NotImplemented',
    reason: 'Not Implemented',
    see: 'RFC 9110 §15.6.2',
    store: 'heuristic',
  },
  502: { name: 'BadGateway', reason: 'Bad Gateway', see: 'RFC 9110 §15.6.3' },
  503: {
    name: 'ServiceUnavailable',
    reason: 'Service Unavailable',
    see: 'RFC 9110 §15.6.4',
    optional: ['Retry-After'],
  },
  504: { name: 'GatewayTimeout', reason: 'Gateway Timeout', see: 'RFC 9110 §15.6.5' },
  505: {
    name: 'HttpVersionNotSupported',
    reason: 'HTTP Version Not Supported',
    see: 'RFC 9110 §15.6.6',
  },
  506: { name: 'VariantAlsoNegotiates', reason: 'Variant Also Negotiates', see: 'RFC 2295 §8.1' },
  507: { name: 'InsufficientStorage', reason: 'Insufficient Storage', see: 'RFC 4918 §11.5' },
  508: { name: 'LoopDetected', reason: 'Loop Detected', see: 'RFC 5842 §7.2' },
  510: {
    name: 'NotExtended',
    reason: 'Not Extended',
    see: 'RFC 2774 §7',
    registration: 'obsoleted',
  },
  511: {
    name: 'NetworkAuthenticationRequired',
    reason: 'Network Authentication Required',
    see: 'RFC 6585 §6',
    store: 'never',
  },
} as const;

/** A status of the IANA registry. */
export type Status = keyof typeof table;

/** A status that may not have content: 1xx, 204, 205 and 304. */
export type BodylessStatus = {
  [S in Status]: (typeof table)[S] extends { readonly body: 'none' } ? S : never;
}[Status];

/** An interim status, which is sent before the final response. */
export type InterimStatus = Extract<Status, 100 | 101 | 102 | 103 | 104>;

/** What the registry and the RFCs say of a status. */
export interface StatusInfo {
  readonly status: Status;
  /** Reason phrase as registered. */
  readonly reason: string;
  /** Last part of the class names, `OK` of `HttpResponseOK`; none for 306 and 418. */
  readonly name: string | undefined;
  /** RFC and section. */
  readonly see: string;
  /** Whether the response may have content. */
  readonly body: 'none' | 'free';
  /** Fields that every response with this status must carry. */
  readonly requires: readonly string[];
  /** Fields with a meaning of their own here, which the classes take as options. */
  readonly optional: readonly string[];
  /**
   * What a cache may do when no field speaks of it: keep the response by a rule of thumb, keep it
   * only when told (`explicit`), or not at all (`never`).
   */
  readonly store: 'heuristic' | 'explicit' | 'never';
  readonly registration: 'registered' | 'temporary' | 'reserved' | 'unused' | 'obsoleted';
}

const infos: ReadonlyMap<number, StatusInfo> = new Map(
  Object.entries<StatusRow>(table).map(([status, row]) => {
    const info = { ...defaults, name: undefined, ...row, status: Number(status) as Status };
    return [info.status, Object.freeze(info)];
  }),
);

/**
 * Every status of the IANA registry, in order.
 *
 * *Use when* going through all of them: a documentation page, a test.
 *
 * @see RFC 9110 §16.2.1
 */
export const statuses: readonly StatusInfo[] = Object.freeze([...infos.values()]);

/**
 * What the registry says of a status; `undefined` for one that is not in it.
 *
 * *Use when* a reason phrase, the RFC, or the fields a status needs are wanted.
 *
 * @see RFC 9110 §15
 * @example
 * ```ts
 * import { statusInfo } from 'doorward/http';
 *
 * statusInfo(405).requires; // => ['Allow']
 * statusInfo(599 as number); // => undefined
 * ```
 */
export function statusInfo(status: Status): StatusInfo;
export function statusInfo(status: number): StatusInfo | undefined;
export function statusInfo(status: number): StatusInfo | undefined {
  return infos.get(status);
}
