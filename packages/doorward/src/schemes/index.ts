export { type BasicOptions, type BasicSettings, basic } from './basic.ts';
export { type CsrfTokens, csrfTokens } from './csrf.ts';
export { type FixedUser, fixedUsers } from './fixed-users.ts';
export type { AccountsOption, VerifyOption } from './password-check.ts';
export type { PasswordFailure, PasswordMatch, PasswordSource } from './password-source.ts';
export {
  type RemoteUserEnvironment,
  type RemoteUserHeader,
  type RemoteUserOptions,
  type RemoteUserSettings,
  type RemoteUserSource,
  remoteUser,
} from './remote-user.ts';
export { type SessionOptions, session } from './session.ts';
export type { SessionMatch, SessionSource } from './session-source.ts';
export { type BearerOptions, bearer, type TokenOptions, token } from './token.ts';
export type { TokenFailure, TokenMatch, TokenSource } from './token-source.ts';
