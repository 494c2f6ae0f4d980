export { type MediaRange, type NegotiateOptions, negotiate, parseAccept } from './accept.ts';
export { formatAuthenticationInfo, parseAuthenticationInfo } from './authentication-info.ts';
export {
  type BasicCredentials,
  type BasicFault,
  formatBasic,
  type ParseBasicOptions,
  parseBasic,
} from './basic-credentials.ts';
export {
  type Challenge,
  type Challenges,
  formatChallenge,
  formatChallenges,
  type Params,
  parseChallenges,
} from './challenge.ts';
export {
  type AddressPath,
  clientAddress,
  type HostPath,
  type RequestPath,
  requestHost,
  requestScheme,
  type SchemePath,
} from './client-address.ts';
export { setContentLocation } from './content-location.ts';
export { cookieValue, duplicated, parseCookies } from './cookie.ts';
export {
  type Credentials,
  formatCredentials,
  hasWhitespace,
  parseCredentials,
  schemeCredentials,
} from './credentials.ts';
export { type DrfClientPath, drfClientIdent } from './drf-client-ident.ts';
export { type ErrorCode, errorCodes } from './error-codes.ts';
export { type ErrorResponseOptions, errorResponse } from './error-response.ts';
export {
  AuthenticationFailed,
  Conflict,
  ContentTooLarge,
  InternalError,
  type InternalErrorOptions,
  MethodNotAllowed,
  MisdirectedRequest,
  NotAcceptable,
  NotAuthenticated,
  NotFound,
  ParseError,
  PermissionDenied,
  RequestHeaderFieldsTooLarge,
  Throttled,
  type ThrottledOptions,
  Unavailable,
  type UnavailableOptions,
  UnsupportedMediaType,
  type UnsupportedMediaTypeOptions,
  UriTooLong,
  ValidationError,
  type ValidationErrors,
} from './errors.ts';
export { formatForwarded, nodeAddress, parseForwarded } from './forwarded.ts';
export { formatHttpDate, parseHttpDate } from './http-date.ts';
export { HttpError, type HttpErrorInit, type HttpErrorOptions } from './http-error.ts';
export {
  type EarlyHintsInit,
  HttpResponseContinue,
  HttpResponseEarlyHints,
  HttpResponseProcessing,
  HttpResponseSwitchingProtocols,
  HttpResponseUploadResumptionSupported,
  InterimResponse,
  type InterimResponseInit,
  type UploadResumptionInit,
} from './interim-response.ts';
export { type AddressKeyOptions, addressKey, canonicalAddress, isLoopback } from './ip-address.ts';
export {
  type AnyStatusJsonInit,
  type JsonArguments,
  type JsonMapping,
  JsonResponse,
  type JsonResponseInit,
} from './json-response.ts';
export {
  JsonResponseAccepted,
  JsonResponseAlreadyReported,
  JsonResponseCreated,
  JsonResponseImUsed,
  JsonResponseMultiStatus,
  JsonResponseNonAuthoritativeInformation,
  JsonResponseOK,
  JsonResponsePartialContent,
} from './json-responses-2xx.ts';
export {
  JsonResponseFound,
  JsonResponseMovedPermanently,
  JsonResponseMultipleChoices,
  JsonResponsePermanentRedirect,
  JsonResponseSeeOther,
  JsonResponseTemporaryRedirect,
  JsonResponseUseProxy,
} from './json-responses-3xx.ts';
export {
  JsonResponseBadRequest,
  JsonResponseConflict,
  JsonResponseForbidden,
  JsonResponseGone,
  JsonResponseLengthRequired,
  JsonResponseNotAcceptable,
  JsonResponseNotAllowed,
  JsonResponseNotFound,
  JsonResponsePaymentRequired,
  JsonResponsePreconditionFailed,
  JsonResponseProxyAuthenticationRequired,
  JsonResponseRequestTimeout,
  JsonResponseUnauthorized,
} from './json-responses-4xx.ts';
export {
  JsonResponseContentTooLarge,
  JsonResponseExpectationFailed,
  JsonResponseFailedDependency,
  JsonResponseLocked,
  JsonResponseMisdirectedRequest,
  JsonResponsePreconditionRequired,
  JsonResponseRangeNotSatisfiable,
  JsonResponseRequestHeaderFieldsTooLarge,
  JsonResponseTooEarly,
  JsonResponseTooManyRequests,
  JsonResponseUnavailableForLegalReasons,
  JsonResponseUnprocessableContent,
  JsonResponseUnsupportedMediaType,
  JsonResponseUpgradeRequired,
  JsonResponseUriTooLong,
} from './json-responses-4xx-more.ts';
export {
  JsonResponseBadGateway,
  JsonResponseGatewayTimeout,
  JsonResponseHttpVersionNotSupported,
  JsonResponseInsufficientStorage,
  JsonResponseInternalServerError,
  JsonResponseLoopDetected,
  JsonResponseNetworkAuthenticationRequired,
  JsonResponseNotExtended,
  JsonResponseNotImplemented,
  JsonResponseServerError,
  JsonResponseServiceUnavailable,
  JsonResponseVariantAlsoNegotiates,
} from './json-responses-5xx.ts';
export { formatMediaType, isContentType, type MediaType, parseMediaType } from './media-type.ts';
export {
  type ProblemDetails,
  type ProblemInit,
  problemDetails,
  problemResponse,
} from './problem.ts';
export {
  formatRateLimit,
  formatRateLimitPolicy,
  parseRateLimit,
  parseRateLimitPolicy,
  type RateLimit,
  type RateLimitPolicy,
} from './rate-limit.ts';
export {
  type AnyStatusInit,
  type BodylessInit,
  type Content,
  type HeaderFields,
  HttpResponse,
  type HttpResponseInit,
} from './response.ts';
export type {
  BlockedByInit,
  ChallengesInit,
  ContentLocationInit,
  ContentRange,
  CreatedInit,
  ImUsedInit,
  LocationInit,
  MultipleChoicesInit,
  OneRangeInit,
  PartialContentInit,
  PermittedMethodsInit,
  RangeNotSatisfiableInit,
  RetryAfterInit,
  UnsupportedMediaTypeInit,
  UpgradeInit,
} from './response-fields.ts';
export {
  HttpResponseAccepted,
  HttpResponseAlreadyReported,
  HttpResponseCreated,
  HttpResponseImUsed,
  HttpResponseMultiStatus,
  HttpResponseNoContent,
  HttpResponseNonAuthoritativeInformation,
  HttpResponseOK,
  HttpResponsePartialContent,
  HttpResponseResetContent,
} from './responses-2xx.ts';
export {
  HttpResponseFound,
  HttpResponseMovedPermanently,
  HttpResponseMultipleChoices,
  HttpResponseNotModified,
  HttpResponsePermanentRedirect,
  HttpResponseSeeOther,
  HttpResponseTemporaryRedirect,
  HttpResponseUseProxy,
  type RedirectInit,
} from './responses-3xx.ts';
export {
  HttpResponseBadRequest,
  HttpResponseConflict,
  HttpResponseForbidden,
  HttpResponseGone,
  HttpResponseLengthRequired,
  HttpResponseNotAcceptable,
  HttpResponseNotAllowed,
  HttpResponseNotFound,
  HttpResponsePaymentRequired,
  HttpResponsePreconditionFailed,
  HttpResponseProxyAuthenticationRequired,
  HttpResponseRequestTimeout,
  HttpResponseUnauthorized,
  type NotAllowedInit,
} from './responses-4xx.ts';
export {
  HttpResponseContentTooLarge,
  HttpResponseExpectationFailed,
  HttpResponseFailedDependency,
  HttpResponseLocked,
  HttpResponseMisdirectedRequest,
  HttpResponsePreconditionRequired,
  HttpResponseRangeNotSatisfiable,
  HttpResponseRequestHeaderFieldsTooLarge,
  HttpResponseTooEarly,
  HttpResponseTooManyRequests,
  HttpResponseUnavailableForLegalReasons,
  HttpResponseUnprocessableContent,
  HttpResponseUnsupportedMediaType,
  HttpResponseUpgradeRequired,
  HttpResponseUriTooLong,
} from './responses-4xx-more.ts';
export {
  HttpResponseBadGateway,
  HttpResponseGatewayTimeout,
  HttpResponseHttpVersionNotSupported,
  HttpResponseInsufficientStorage,
  HttpResponseInternalServerError,
  HttpResponseLoopDetected,
  HttpResponseNetworkAuthenticationRequired,
  HttpResponseNotExtended,
  HttpResponseNotImplemented,
  HttpResponseServiceUnavailable,
  HttpResponseVariantAlsoNegotiates,
} from './responses-5xx.ts';
export { parseRetryAfter, retryAfterValue } from './retry-after.ts';
export {
  type CookiePlace,
  clearCookie,
  formatSetCookie,
  parseSetCookie,
  type ReceivedCookie,
  type SameSite,
  type SetCookie,
} from './set-cookie.ts';
export {
  type BodylessStatus,
  type InterimStatus,
  type Status,
  type StatusInfo,
  statuses,
  statusInfo,
} from './status.ts';
export { type TrustedProxies, trustedProxies } from './trusted-proxies.ts';
