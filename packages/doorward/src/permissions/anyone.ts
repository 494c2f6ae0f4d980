import { allowed, type Permission } from '../core/permission.ts';

/**
 * Lets everybody in, signed in or not.
 *
 * *Use when* a route is public. Wrong credentials are still refused.
 *
 * @example
 * ```ts
 * import { policy } from 'doorward';
 * import { anyone } from 'doorward/permissions';
 *
 * const open = policy({ schemes: [], permission: anyone });
 * ```
 */
export const anyone: Permission<unknown> = () => allowed;
