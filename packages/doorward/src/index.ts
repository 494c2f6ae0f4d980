export type { Admission, Admitted, Refused } from './core/admission.ts';
export {
  type AuthRequest,
  type Awaitable,
  type Client,
  type HeadersView,
  isPreflight,
  isSafeMethod,
  type RequestView,
  type Seconds,
} from './core/auth-request.ts';
export {
  type FieldReader,
  type Fields,
  fieldReader,
  type ReadFieldsOptions,
  readFields,
  type TextFieldOptions,
} from './core/body.ts';
export { Denial, demand } from './core/demand.ts';
export { type Endpoint, type EndpointCall, endpoint } from './core/endpoint.ts';
export {
  type AuthEvent,
  type EventStream,
  type EventStreamOptions,
  eventStream,
  type Listener,
} from './core/events.ts';
export { endpoints, listeners, stores } from './core/extension-points.ts';
export { guard } from './core/guard.ts';
export {
  type Contribution,
  type ExtensionPoint,
  extensionPoint,
  type Module,
} from './core/module.ts';
export {
  type Allowed,
  allowed,
  type Denied,
  denied,
  type NotConcerned,
  notConcerned,
  type Permission,
  type Remedy,
  requiringUser,
  type UserPermission,
  type Verdict,
} from './core/permission.ts';
export {
  type ContextOf,
  type NobodyUnder,
  type Policies,
  type Policy,
  type PolicyInit,
  type PolicyOptions,
  type Present,
  policies,
  policy,
  type RefusingPolicy,
  type Rules,
} from './core/policy.ts';
export { present, presentRefusal } from './core/present.ts';
export {
  type Cause,
  type Refusal,
  type RefusalFacts,
  type RefusingRules,
  refuse,
} from './core/refusal.ts';
export { asUnavailable, isOutage, refusalOfError } from './core/refused.ts';
export { type Routes, type RoutesOptions, routes } from './core/routes.ts';
export {
  type Accepted,
  type AnonymousContext,
  type Auth,
  type AuthContext,
  type AuthScheme,
  type MissingProof,
  type Outcome,
  type Rejected,
  type SignedInContext,
  type Unauthenticated,
  type UserOf,
  unauthenticated,
} from './core/scheme.ts';
export { drf, type Switches, strict } from './core/switches.ts';
export type { Throttle, ThrottleResult, Throttles } from './core/throttle.ts';
