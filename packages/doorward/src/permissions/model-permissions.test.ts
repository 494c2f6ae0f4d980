import { describe, expect, test } from 'vitest';
import {
  modelPermissions,
  modelPermissionsOrAnonReadOnly,
  objectPermissions,
} from './model-permissions.ts';
import type { PermissionSource } from './permission-source.ts';
import { as, nobody, type TestUser, user } from './test-context.ts';

const yes = { allowed: true };
const no = { allowed: false, remedy: 'none' };
const hide = { allowed: false, remedy: 'hide' };

function having(...permissions: string[]): PermissionSource<TestUser> {
  return { permissionsOf: () => new Set(permissions) };
}

const post = { app: 'blog', model: 'post' };

describe('modelPermissions', () => {
  test.each([
    ['POST', 'blog.add_post'],
    ['PUT', 'blog.change_post'],
    ['PATCH', 'blog.change_post'],
    ['DELETE', 'blog.delete_post'],
  ])('%s needs %s', async (method, permission) => {
    const all = ['add', 'change', 'delete', 'view'].map((action) => `blog.${action}_post`);
    const others = all.filter((name) => name !== permission);
    const context = () => as(user(), { method });
    expect(await modelPermissions(post, having(permission))(context())).toEqual(yes);
    expect(await modelPermissions(post, having(...others))(context())).toEqual(no);
  });

  test.each(['GET', 'HEAD', 'OPTIONS'])(
    '%s needs a user, and view where required',
    async (method) => {
      const context = as(user(), { method });
      const strictly = { ...post, viewRequired: true };
      expect(await modelPermissions(post, having())(context)).toEqual(yes);
      expect(await modelPermissions(post, having())(nobody({ method }))).toEqual(no);
      expect(await modelPermissions(strictly, having())(context)).toEqual(no);
      expect(await modelPermissions(strictly, having('blog.view_post'))(context)).toEqual(yes);
    },
  );

  test('other methods are denied, to superusers too', async () => {
    const boss = as(user({ isSuperuser: true }), { method: 'PROPFIND' });
    expect(await modelPermissions(post, having())(boss)).toEqual(no);
  });

  test('refuses a model without a name', () => {
    expect(() => modelPermissions({ app: 'blog', model: '' }, having())).toThrow(TypeError);
    expect(() => modelPermissions({ app: '', model: 'post' }, having())).toThrow(TypeError);
  });
});

describe('modelPermissionsOrAnonReadOnly', () => {
  const rule = modelPermissionsOrAnonReadOnly(post, having('blog.add_post'));

  test('lets nobody read and no more', async () => {
    expect(rule.requiresUser).toBeUndefined();
    expect(await rule(nobody())).toEqual(yes);
    expect(await rule(nobody({ method: 'POST' }))).toEqual(no);
  });

  test('asks users as ever', async () => {
    expect(await rule(as(user(), { method: 'POST' }))).toEqual(yes);
    expect(await rule(as(user(), { method: 'DELETE' }))).toEqual(no);
  });
});

describe('objectPermissions', () => {
  interface Post {
    readonly readers: readonly number[];
    readonly writers: readonly number[];
  }
  const source: PermissionSource<TestUser> = {
    // Listed for everything of the kind, and so for nothing in particular.
    permissionsOf: () => new Set(['blog.view_post', 'blog.change_post']),
    allows({ id }, permission, subject) {
      const { readers, writers } = subject as Post;
      return permission === 'blog.view_post' ? readers.includes(id) : writers.includes(id);
    },
  };
  const rule = objectPermissions<TestUser, Post>({ ...post, viewRequired: true }, source);
  const open: Post = { readers: [1], writers: [1] };
  const readable: Post = { readers: [1], writers: [] };
  const secret: Post = { readers: [], writers: [] };

  test.each([
    ['GET', open, yes],
    ['PUT', open, yes],
    ['GET', readable, yes],
    ['PUT', readable, no],
    ['GET', secret, hide],
    ['PUT', secret, hide],
    ['DELETE', secret, hide],
  ])('%s of %j', async (method, subject, verdict) => {
    expect(await rule(as(user(), { method }), subject)).toEqual(verdict);
  });

  test('who may write what he may not read is let through', async () => {
    const dropBox: Post = { readers: [], writers: [1] };
    expect(await rule(as(user(), { method: 'PUT' }), dropBox)).toEqual(yes);
  });

  test('never hides what everybody may read', async () => {
    const loose = objectPermissions<TestUser, Post>(post, source);
    expect(await loose(as(user()), secret)).toEqual(yes);
    expect(await loose(as(user(), { method: 'PUT' }), secret)).toEqual(no);
  });

  test('superusers may, nobody and inactive users may not', async () => {
    expect(await rule(as(user({ id: 9, isSuperuser: true })), secret)).toEqual(yes);
    expect(await rule(as(user({ isActive: false })), open)).toEqual(hide);
    expect(await rule(nobody(), open)).toEqual(no);
  });

  test('permissions on the whole kind say nothing about one thing', async () => {
    const listed = objectPermissions<TestUser, Post>(post, having('blog.change_post'));
    expect(await listed(as(user(), { method: 'PUT' }), open)).toEqual(no);
  });
});
