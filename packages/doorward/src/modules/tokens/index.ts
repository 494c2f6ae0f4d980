export { type ObtainTokenOptions, obtainTokenEndpoint, passwordForm } from './endpoints.ts';
export { tokenStore } from './store.ts';
export type { TokenTables } from './tables.ts';
export { tokens } from './tokens.ts';
export type {
  ClearExpiredOptions,
  NewToken,
  NewTokenOptions,
  TokenInfo,
  Tokens,
  TokensOptions,
} from './types.ts';
