import { isSafeMethod } from '../core/auth-request.ts';
import {
  allowed,
  type Denied,
  denied,
  type Permission,
  requiringUser,
  type UserPermission,
  type Verdict,
} from '../core/permission.ts';
import type { SignedIn } from './answers.ts';
import { grants } from './grants.ts';
import type { PermissionSource } from './permission-source.ts';

/** A kind of thing that permissions are about. */
export interface Model {
  /** The app it belongs to: `blog`. */
  readonly app: string;
  /** Its name, in lower case: `post`. */
  readonly model: string;
  /** Whether reading needs the `view` permission. Default: false. */
  readonly viewRequired?: boolean;
}

/**
 * Asks signed-in users for the permission that the method needs: POST `add`, PUT and PATCH
 * `change`, DELETE `delete`; GET, HEAD and OPTIONS nothing, or `view` where that is required.
 * Other methods are denied.
 *
 * *Use when* a route reads and writes one kind of record.
 *
 * @throws TypeError when app or model is empty.
 *
 * @example
 * ```ts
 * import { modelPermissions } from 'doorward/permissions';
 *
 * const source = { permissionsOf: () => new Set(['blog.add_post']) };
 * const posts = modelPermissions({ app: 'blog', model: 'post' }, source);
 * posts.requiresUser; // => true
 * ```
 */
export function modelPermissions<User>(
  model: Model,
  from: PermissionSource<User>,
): UserPermission<User> {
  const ask = questionOf(model, from);
  return requiringUser((context) => (context.auth === null ? denied : ask(context)));
}

/**
 * As {@link modelPermissions}, and reading is open to everybody.
 *
 * *Use when* records are public and changing them is not.
 */
export function modelPermissionsOrAnonReadOnly<User>(
  model: Model,
  from: PermissionSource<User>,
): Permission<User> {
  const ask = questionOf(model, from);
  return (context) => {
    if (context.auth !== null) return ask(context);
    return isSafeMethod(context.request.request.method) ? allowed : denied;
  };
}

/**
 * Asks for the method's permission on one thing, which is the subject. Who may not see the thing
 * is told that it is not there (404), others that they may not (403).
 *
 * *Use when* the thing has been loaded; a route's policy cannot ask this. Only what a source
 * `allows` for the thing counts, and superusers.
 *
 * @example
 * ```ts
 * import { objectPermissions, type PermissionSource } from 'doorward/permissions';
 *
 * const ownPosts: PermissionSource<string> = {
 *   permissionsOf: () => new Set(),
 *   allows: (user, _permission, post) => (post as { author: string }).author === user,
 * };
 * const mayTouch = objectPermissions<string, { author: string }>(
 *   { app: 'blog', model: 'post', viewRequired: true },
 *   ownPosts,
 * );
 * mayTouch.requiresUser; // => true
 * ```
 */
export function objectPermissions<User, Subject>(
  model: Model,
  from: PermissionSource<User>,
): UserPermission<User, Subject> {
  const ask = questionOf(model, from);
  const view = model.viewRequired === true ? nameOf(model, 'view') : undefined;
  return requiringUser(async (context, subject) => {
    if (context.auth === null) return denied;
    const verdict = await ask(context, subject);
    if (verdict.allowed !== false || view === undefined) return verdict;
    const mayView =
      !isSafeMethod(context.request.request.method) &&
      (await grants(context, from, view, subject)).allowed;
    return mayView === true ? verdict : hidden;
  });
}

const hidden: Denied = Object.freeze({ allowed: false, remedy: 'hide' });

type Question<User> = (context: SignedIn<User>, subject?: unknown) => Verdict | Promise<Verdict>;

function questionOf<User>(model: Model, from: PermissionSource<User>): Question<User> {
  if (model.app === '' || model.model === '') {
    throw new TypeError('A model has an app and a name, like { app: "blog", model: "post" }.');
  }
  const view = model.viewRequired === true ? nameOf(model, 'view') : undefined;
  const needed = new Map<string, string | undefined>([
    ['GET', view],
    ['HEAD', view],
    ['OPTIONS', view],
    ['POST', nameOf(model, 'add')],
    ['PUT', nameOf(model, 'change')],
    ['PATCH', nameOf(model, 'change')],
    ['DELETE', nameOf(model, 'delete')],
  ]);
  return (context, subject) => {
    const { method } = context.request.request;
    if (!needed.has(method)) return denied;
    const permission = needed.get(method);
    return permission === undefined ? allowed : grants(context, from, permission, subject);
  };
}

function nameOf({ app, model }: Model, action: 'add' | 'change' | 'delete' | 'view'): string {
  return `${app}.${action}_${model}`;
}
