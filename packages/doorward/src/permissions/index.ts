export { anyone } from './anyone.ts';
export { authenticated, authenticatedOrReadOnly } from './authenticated.ts';
export { all, any, not } from './combinators.ts';
export type { AllOf, AnyOf, AnyRule, Rules, SubjectUnder, UserUnder } from './combined.ts';
export { type FreshSignInOptions, freshSignIn } from './fresh-sign-in.ts';
export { hasPermission } from './has-permission.ts';
export { hasScope } from './has-scope.ts';
export { inGroup } from './in-group.ts';
export {
  type Model,
  modelPermissions,
  modelPermissionsOrAnonReadOnly,
  objectPermissions,
} from './model-permissions.ts';
export type { PermissionSource } from './permission-source.ts';
export { sources } from './sources.ts';
export { type MaybeStaff, type MaybeSuperuser, staff, superuser } from './staff.ts';
