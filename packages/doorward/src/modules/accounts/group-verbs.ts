import { NotFound, ValidationError } from '../../http/errors.ts';
import { UniqueViolation } from '../../storage/errors.ts';
import { isLongerThan } from './characters.ts';
import type { Parts } from './parts.ts';
import type { Grantee, PermissionDescription } from './store.ts';
import type { User } from './user.ts';

/** The verbs about groups and permissions. They take effect with the next request. */
export interface GroupVerbs {
  /** @throws ValidationError when the name is empty, too long or taken. */
  createGroup(name: string): Promise<void>;
  /** @throws NotFound when there is no such user or group. */
  addToGroup(user: Pick<User, 'id'>, group: string): Promise<void>;
  /** @throws NotFound when there is no such user or group. */
  removeFromGroup(user: Pick<User, 'id'>, group: string): Promise<void>;
  /**
   * Makes a permission known, so that it can be granted; again to change its name.
   * @throws ValidationError when the code is not `app.codename`.
   */
  declarePermission(permission: PermissionDescription): Promise<void>;
  /** @throws NotFound when there is no such user, group or permission. */
  grant(to: Grantee, permission: string): Promise<void>;
  /** @throws NotFound when there is no such user, group or permission. */
  revoke(from: Grantee, permission: string): Promise<void>;
}

const mostGroupCharacters = 150;
const mostCodeCharacters = 200;
const permissionCode = /^[A-Za-z_][A-Za-z0-9_]*\.[A-Za-z0-9_]+$/;

/** The verbs about groups and permissions over their parts. */
export function groupVerbs({ store, events, now }: Parts): GroupVerbs {
  /** Tells of a change, unless there was none to make; undefined: something is not there. */
  async function changed(
    name: string,
    done: boolean | undefined,
    about: { userId?: User['id']; data: Record<string, string> },
  ): Promise<void> {
    if (done === undefined) throw new NotFound();
    if (done) await events.emit({ name, at: now(), ...about });
  }

  return {
    async createGroup(given) {
      const name = textOf(given, 'name', mostGroupCharacters);
      await store.createGroup(name).catch((error: unknown) => {
        throw error instanceof UniqueViolation
          ? new ValidationError({ name: ['Group with this name already exists.'] })
          : error;
      });
      await events.emit({ name: 'group.created', at: now(), data: { group: name } });
    },
    async addToGroup({ id }, group) {
      const done = await store.addToGroup(id, storable(group));
      await changed('group.joined', done, { userId: id, data: { group } });
    },
    async removeFromGroup({ id }, group) {
      const done = await store.removeFromGroup(id, storable(group));
      await changed('group.left', done, { userId: id, data: { group } });
    },
    async declarePermission({ code, name }) {
      if (code.length > mostCodeCharacters || !permissionCode.test(code)) {
        throw new ValidationError({ code: ['Write a permission as "app.codename".'] });
      }
      await store.declarePermission({ code, name: textOf(name, 'name', 255) });
      await events.emit({ name: 'permission.declared', at: now(), data: { permission: code } });
    },
    async grant(to, permission) {
      const done = await store.grant(storableGrantee(to), storable(permission));
      await changed('permission.granted', done, aboutGrant(to, permission));
    },
    async revoke(from, permission) {
      const done = await store.revoke(storableGrantee(from), storable(permission));
      await changed('permission.revoked', done, aboutGrant(from, permission));
    },
  };
}

function aboutGrant(
  to: Grantee,
  permission: string,
): { userId?: User['id']; data: Record<string, string> } {
  return 'group' in to
    ? { data: { permission, group: to.group } }
    : { userId: to.user, data: { permission } };
}

/** @throws NotFound for a text that no record can hold. */
function storable(text: string): string {
  if (!text.isWellFormed() || text.includes('\0')) throw new NotFound();
  return text;
}

function storableGrantee(grantee: Grantee): Grantee {
  return 'group' in grantee ? { group: storable(grantee.group) } : grantee;
}

function textOf(given: string, field: string, most: number): string {
  const text = given.trim();
  const flaw =
    text === ''
      ? 'This field may not be blank.'
      : !text.isWellFormed() || text.includes('\0')
        ? 'Not a valid string.'
        : isLongerThan(text, most)
          ? `Ensure this field has no more than ${most} characters.`
          : undefined;
  if (flaw !== undefined) throw new ValidationError({ [field]: [flaw] });
  return text;
}
