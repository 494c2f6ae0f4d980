import type { Permission } from '../../core/permission.ts';
import type { Policies } from '../../core/policy.ts';
import type { AuthScheme } from '../../core/scheme.ts';
import type { User } from '../../modules/accounts/index.ts';

/** Makes the policy of a page: who is signed in is known, and everybody may come. */
export type PageRoute = Policies<readonly [AuthScheme<User>], Permission<unknown>, null>;
