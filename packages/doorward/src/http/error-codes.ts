/**
 * The stable codes of this room's errors: status, text for the client when none is given, and the
 * class. The texts up to `throttled`, and that of `error`, are Django REST framework's; braces are
 * filled in.
 *
 * *Use when* a client or a test goes through all codes.
 */
export const errorCodes = {
  parse_error: { status: 400, detail: 'Malformed request.', error: 'ParseError' },
  invalid: { status: 400, detail: 'Invalid input.', error: 'ValidationError' },
  authentication_failed: {
    status: 401,
    detail: 'Incorrect authentication credentials.',
    error: 'AuthenticationFailed',
  },
  not_authenticated: {
    status: 401,
    detail: 'Authentication credentials were not provided.',
    error: 'NotAuthenticated',
  },
  permission_denied: {
    status: 403,
    detail: 'You do not have permission to perform this action.',
    error: 'PermissionDenied',
  },
  not_found: { status: 404, detail: 'Not found.', error: 'NotFound' },
  method_not_allowed: {
    status: 405,
    detail: 'Method "{method}" not allowed.',
    error: 'MethodNotAllowed',
  },
  not_acceptable: {
    status: 406,
    detail: 'Could not satisfy the request Accept header.',
    error: 'NotAcceptable',
  },
  unsupported_media_type: {
    status: 415,
    detail: 'Unsupported media type "{media_type}" in request.',
    error: 'UnsupportedMediaType',
  },
  throttled: { status: 429, detail: 'Request was throttled.', error: 'Throttled' },
  conflict: {
    status: 409,
    detail: 'The request conflicts with the current state of the resource.',
    error: 'Conflict',
  },
  content_too_large: {
    status: 413,
    detail: 'The content of the request is too large.',
    error: 'ContentTooLarge',
  },
  uri_too_long: { status: 414, detail: 'The request URI is too long.', error: 'UriTooLong' },
  misdirected_request: {
    status: 421,
    detail: 'This server does not answer for the requested host.',
    error: 'MisdirectedRequest',
  },
  request_header_fields_too_large: {
    status: 431,
    detail: 'The header fields of the request are too large.',
    error: 'RequestHeaderFieldsTooLarge',
  },
  error: { status: 500, detail: 'A server error occurred.', error: 'InternalError' },
  unavailable: {
    status: 503,
    detail: 'The service is temporarily unavailable. Try again later.',
    error: 'Unavailable',
  },
} as const;

/** A code of an error of this room. */
export type ErrorCode = keyof typeof errorCodes;
