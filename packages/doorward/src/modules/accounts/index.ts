export { type Accounts, type AccountsOptions, accounts } from './accounts.ts';
export { type EmailAddress, emailAddress, normalizedEmail } from './email.ts';
export { type MeEndpointOptions, meEndpoint, userJson } from './endpoints.ts';
export type { GroupVerbs } from './group-verbs.ts';
export { type GuessLimits, type GuessRate, limitGuesses } from './guess-limits.ts';
export {
  type NoContextWordsOptions,
  type NotCommonOptions,
  noContextWords,
  notCommon,
} from './known-passwords.ts';
export { loginKey, normalizedUsername, usernameFlaws } from './login-name.ts';
export {
  isHashable,
  minimumLength,
  type NotSimilarOptions,
  notNumeric,
  notSimilar,
  type PasswordFlaw,
  type PasswordOwner,
  type PasswordRule,
  passwordFlaws,
} from './password-rules.ts';
export type { PasswordVerbs, SetPasswordOptions } from './password-verbs.ts';
export {
  type DefaultPasswordRules,
  defaultPasswordRules,
  djangoPasswordRules,
} from './rule-sets.ts';
export { type AccountsStoreOptions, accountsStore } from './sql.ts';
export type {
  AccountsStore,
  Grantee,
  GroupStore,
  Login,
  NewUser,
  PermissionDescription,
  UserChanges,
  UserStore,
} from './store.ts';
export type { AccountsTables, GroupTable, PermissionTable, UserTable } from './tables.ts';
export { type User, type UserRow, userColumns, userFromRow } from './user.ts';
export type { UserEvent } from './user-event.ts';
export type { UserFields } from './user-fields.ts';
export { storedUserId, type UserId, type UserIds, userIdColumn } from './user-id.ts';
export type {
  AdoptedAccount,
  NewAccount,
  PasswordOptions,
  UserPage,
  UserVerbs,
} from './user-verbs.ts';
