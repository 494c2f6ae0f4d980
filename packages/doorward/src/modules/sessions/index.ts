export {
  type AnonymousBindings,
  type AnonymousBindingsOptions,
  anonymousBindings,
  type PageBinding,
} from './csrf-binding.ts';
export { type CsrfEndpointOptions, csrfEndpoint } from './endpoints.ts';
export {
  type LogInOptions,
  type LogOutOptions,
  logInEndpoint,
  logOutEndpoint,
  sessionForm,
} from './log-in.ts';
export { checkOwnPage, type OwnPageOptions, sessionIdOf } from './own-page.ts';
export type { SessionCookieOptions } from './session-cookie.ts';
export type { SessionInfo } from './session-info.ts';
export { sessions } from './sessions.ts';
export { sessionStore } from './store.ts';
export type { SessionTables } from './tables.ts';
export type {
  ClearExpiredOptions,
  SessionAccounts,
  Sessions,
  SessionsOptions,
  SignIn,
  StartedSession,
  StartOptions,
} from './types.ts';
