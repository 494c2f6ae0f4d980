export { anonymousOnly, type ByAddressOptions, byAddress } from './by-address.ts';
export { type ByKeyOptions, byKey, type ThrottleOptions } from './by-key.ts';
export { type ByUserOptions, byUser, type UserKeyOptions } from './by-user.ts';
export type { ClientKeyOptions } from './client-key.ts';
export { type Rate, rate } from './rate.ts';
export { type ScopedOptions, scoped } from './scoped.ts';
