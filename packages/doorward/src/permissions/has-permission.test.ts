import { describe, expect, test } from 'vitest';
import { PermissionDenied, Unavailable } from '../http/errors.ts';
import { hasPermission } from './has-permission.ts';
import { inGroup } from './in-group.ts';
import type { PermissionSource } from './permission-source.ts';
import { sources } from './sources.ts';
import { as, nobody, type TestUser, user } from './test-context.ts';

const yes = { allowed: true };
const no = { allowed: false, remedy: 'none' };

/** A source that counts how often it is asked. */
function listing(
  ...permissions: string[]
): PermissionSource<TestUser> & { readonly asked: { permissions: number; groups: number } } {
  const asked = { permissions: 0, groups: 0 };
  return {
    asked,
    async permissionsOf() {
      asked.permissions += 1;
      return new Set(permissions);
    },
    groupsOf() {
      asked.groups += 1;
      return new Set(['editors']);
    },
  };
}

const veto: PermissionSource<TestUser> = {
  permissionsOf: () => new Set(['blog.add_post']),
  allows() {
    throw new PermissionDenied('Not on a Sunday.');
  },
};

describe('hasPermission', () => {
  const rule = hasPermission('blog.add_post', listing('blog.add_post'));

  test('lets in users who have it', async () => {
    expect(await rule(as(user()))).toEqual(yes);
    expect(await hasPermission('blog.add_pos', listing('blog.add_post'))(as(user()))).toEqual(no);
  });

  test('requires a user', async () => {
    expect(rule.requiresUser).toBe(true);
    expect(await rule(nobody())).toEqual(no);
  });

  test('lets superusers in without asking, for permissions too that do not exist', async () => {
    const source = listing();
    const boss = as(user({ isSuperuser: true }));
    expect(await hasPermission('no.such', source)(boss)).toEqual(yes);
    expect(source.asked.permissions).toBe(0);
  });

  test('never lets inactive users in, superusers neither', async () => {
    expect(await rule(as(user({ isActive: false })))).toEqual(no);
    expect(await rule(as(user({ isActive: false, isSuperuser: true })))).toEqual(no);
  });

  test.each(['add_post', '.add_post', 'blog.', ''])('refuses the name %j', (name) => {
    expect(() => hasPermission(name, listing())).toThrow(TypeError);
  });

  test('asks a source once a request, whatever the number of rules', async () => {
    const source = listing('a.b', 'a.c');
    const [one, other] = [hasPermission('a.b', source), hasPermission('a.c', source)];
    const context = as(user());
    await Promise.all([one(context), other(context), one(context)]);
    expect(source.asked.permissions).toBe(1);
  });

  test('remembers nothing from one request to the next, for the same user either', async () => {
    const granted = new Set(['a.b']);
    const one = hasPermission('a.b', { permissionsOf: () => new Set(granted) });
    const alice = user();
    expect(await one(as(alice))).toEqual(yes);
    granted.clear();
    expect(await one(as(alice))).toEqual(no);
  });

  test('hears what cannot be listed', async () => {
    const one = hasPermission<string>('a.b', {
      permissionsOf: () => new Set(['a.b']),
      allows: (name) => (name === 'alice' ? true : name === 'bob' ? false : undefined),
    });
    expect(await one(as('alice'))).toEqual(yes);
    expect(await one(as('bob'))).toEqual(no);
    expect(await one(as('carol'))).toEqual(yes);
  });

  test('a veto is a no with its words, not an error', async () => {
    const verdict = await hasPermission('blog.add_post', veto)(as(user()));
    expect(verdict).toEqual({ ...no, message: 'Not on a Sunday.' });
  });

  test('a source that is down is no verdict', async () => {
    const down: PermissionSource<TestUser> = {
      permissionsOf() {
        throw new Unavailable();
      },
    };
    await expect(hasPermission('a.b', down)(as(user()))).rejects.toThrow(Unavailable);
    await expect(hasPermission('a.b', sources(down))(as(user()))).rejects.toThrow(Unavailable);
  });
});

describe('several sources', () => {
  test('together list what each lists', async () => {
    const both = sources(listing('a.b'), sources(listing('a.c')));
    expect(await both.permissionsOf(user())).toEqual(new Set(['a.b', 'a.c']));
    expect(await both.groupsOf?.(user())).toEqual(new Set(['editors']));
    for (const name of ['a.b', 'a.c']) {
      expect(await hasPermission(name, both)(as(user()))).toEqual(yes);
    }
    expect(await hasPermission('a.d', both)(as(user()))).toEqual(no);
  });

  test('are asked in order: a veto stops those after it and none before', async () => {
    const late = listing('blog.add_post');
    expect(await hasPermission('blog.add_post', sources(veto, late))(as(user()))).toMatchObject(no);
    expect(late.asked.permissions).toBe(0);
    expect(await hasPermission('blog.add_post', sources(late, veto))(as(user()))).toEqual(yes);
    expect(await hasPermission('blog.x', sources(late, veto))(as(user()))).toMatchObject(no);
  });

  test('a no without a veto leaves the question to the next', async () => {
    const refusing = { permissionsOf: () => new Set<string>(), allows: () => false };
    const both = sources<TestUser>(refusing, listing('a.b'));
    expect(await hasPermission('a.b', both)(as(user()))).toEqual(yes);
  });

  test('are each asked once a request', async () => {
    const parts = [listing('a.b'), listing('a.c')] as const;
    const both = sources<TestUser>(...parts);
    const context = as(user());
    for (const name of ['a.b', 'a.c', 'a.d']) await hasPermission(name, both)(context);
    expect(parts.map(({ asked }) => asked.permissions)).toEqual([1, 1]);
  });

  test('answer about one thing by hand, too', async () => {
    const mine: PermissionSource<string> = {
      permissionsOf: () => new Set(),
      allows: (name, _permission, subject) => (name === subject ? true : undefined),
    };
    const both = sources(mine, { permissionsOf: () => new Set() });
    expect(await both.allows?.('alice', 'a.b', 'alice')).toBe(true);
    expect(await both.allows?.('alice', 'a.b', 'bob')).toBeUndefined();
    expect(both).not.toHaveProperty('groupsOf');
  });
});

describe('inGroup', () => {
  test('lets active members in, and superusers only if they are members', async () => {
    const source = listing();
    expect(await inGroup('editors', source)(as(user()))).toEqual(yes);
    expect(await inGroup('admins', source)(as(user({ isSuperuser: true })))).toEqual(no);
    expect(await inGroup('editors', source)(as(user({ isActive: false })))).toEqual(no);
    expect(await inGroup('editors', source)(nobody())).toEqual(no);
  });

  test('asks once a request, of several sources too', async () => {
    const source = listing();
    const both = sources<TestUser>({ permissionsOf: () => new Set() }, source);
    const context = as(user());
    for (const name of ['editors', 'admins']) await inGroup(name, both)(context);
    expect(source.asked.groups).toBe(1);
  });

  test('refuses a source without groups', () => {
    expect(() => inGroup('editors', { permissionsOf: () => new Set() })).toThrow(TypeError);
  });
});
