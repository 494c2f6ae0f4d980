import { describe, expect, it } from 'vitest';
import { NotFound, ValidationError } from '../../http/errors.ts';
import { type Desk, openDesk } from './test-accounts.ts';

/** Three permissions, two groups, and Alice. */
async function openSurvey(): Promise<{ desk: Desk; alice: { id: number | string } }> {
  const desk = await openDesk();
  for (const code of ['survey.add', 'survey.change', 'survey.delete']) {
    await desk.accounts.declarePermission({ code, name: `Can ${code}` });
  }
  await desk.accounts.createGroup('editors');
  await desk.accounts.createGroup('cleaners');
  const alice = await desk.accounts.create({ username: 'alice' });
  desk.events.length = 0;
  return { desk, alice };
}

async function permissionsOf(desk: Desk): Promise<readonly string[]> {
  const user = await desk.accounts.findById(1);
  if (user === undefined) throw new Error('Alice is gone');
  return [...(await desk.accounts.permissionSource.permissionsOf(user))].sort();
}

describe('permissionsOf', () => {
  it('is what the user and the user’s groups were granted, in one statement', async () => {
    const { desk, alice } = await openSurvey();
    await using _ = desk;
    const { accounts } = desk;
    expect(await permissionsOf(desk)).toEqual([]);
    await accounts.grant({ user: alice.id }, 'survey.add');
    await accounts.grant({ group: 'editors' }, 'survey.add');
    await accounts.grant({ group: 'editors' }, 'survey.change');
    await accounts.grant({ group: 'cleaners' }, 'survey.delete');
    expect(await permissionsOf(desk)).toEqual(['survey.add']);
    await accounts.addToGroup(alice, 'editors');
    const user = await accounts.findById(alice.id);
    const before = desk.statements();
    expect(await accounts.permissionSource.permissionsOf(user as never)).toEqual(
      new Set(['survey.add', 'survey.change']),
    );
    expect(desk.statements() - before).toBe(1);
    expect(await accounts.permissionSource.groupsOf?.(user as never)).toEqual(new Set(['editors']));
  });

  it('follows each removal at once', async () => {
    const { desk, alice } = await openSurvey();
    await using _ = desk;
    await desk.accounts.grant({ user: alice.id }, 'survey.add');
    await desk.accounts.grant({ group: 'editors' }, 'survey.change');
    await desk.accounts.addToGroup(alice, 'editors');
    await desk.accounts.revoke({ user: alice.id }, 'survey.add');
    expect(await permissionsOf(desk)).toEqual(['survey.change']);
    await desk.accounts.revoke({ group: 'editors' }, 'survey.change');
    expect(await permissionsOf(desk)).toEqual([]);
    await desk.accounts.grant({ group: 'editors' }, 'survey.change');
    await desk.accounts.removeFromGroup(alice, 'editors');
    expect(await permissionsOf(desk)).toEqual([]);
  });

  it('is nothing for inactive users, and everything for superusers', async () => {
    const { desk, alice } = await openSurvey();
    await using _ = desk;
    await desk.accounts.grant({ user: alice.id }, 'survey.add');
    await desk.accounts.change(alice, { isSuperuser: true });
    expect(await permissionsOf(desk)).toEqual(['survey.add', 'survey.change', 'survey.delete']);
    await desk.accounts.deactivate(alice);
    expect(await permissionsOf(desk)).toEqual([]);
  });
});

describe('groups and permissions', () => {
  it('tell the listeners of each change, and not of what was so already', async () => {
    const { desk, alice } = await openSurvey();
    await using _ = desk;
    const { accounts } = desk;
    for (let twice = 0; twice < 2; twice += 1) {
      await accounts.grant({ user: alice.id }, 'survey.add');
      await accounts.grant({ group: 'editors' }, 'survey.add');
      await accounts.addToGroup(alice, 'editors');
    }
    for (let twice = 0; twice < 2; twice += 1) {
      await accounts.removeFromGroup(alice, 'editors');
      await accounts.revoke({ group: 'editors' }, 'survey.add');
      await accounts.revoke({ user: alice.id }, 'survey.add');
    }
    const at = desk.clock.now();
    const permission = 'survey.add';
    const group = 'editors';
    expect(desk.events).toEqual([
      { name: 'permission.granted', at, userId: 1, data: { permission } },
      { name: 'permission.granted', at, data: { permission, group } },
      { name: 'group.joined', at, userId: 1, data: { group } },
      { name: 'group.left', at, userId: 1, data: { group } },
      { name: 'permission.revoked', at, data: { permission, group } },
      { name: 'permission.revoked', at, userId: 1, data: { permission } },
    ]);
  });

  it('say when something is not there', async () => {
    const { desk, alice } = await openSurvey();
    await using _ = desk;
    const { accounts } = desk;
    for (const work of [
      accounts.addToGroup(alice, 'nobodies'),
      accounts.addToGroup({ id: 99 }, 'editors'),
      accounts.addToGroup({ id: 'x' }, 'editors'),
      accounts.addToGroup(alice, 'a\0'),
      accounts.removeFromGroup(alice, 'nobodies'),
      accounts.grant({ user: alice.id }, 'survey.fly'),
      accounts.grant({ user: 99 }, 'survey.add'),
      accounts.grant({ group: 'nobodies' }, 'survey.add'),
      accounts.grant({ group: 'editors' }, 'survey.fly'),
      accounts.grant({ group: '\ud800' }, 'survey.add'),
      accounts.revoke({ user: alice.id }, 'survey.fly'),
      accounts.revoke({ group: 'nobodies' }, 'survey.add'),
    ]) {
      await expect(work).rejects.toThrow(NotFound);
    }
  });

  it('have names that are checked and, for groups, unique', async () => {
    const { desk } = await openSurvey();
    await using _ = desk;
    for (const name of ['editors', '', '  ', 'x'.repeat(151), 'a\0']) {
      await expect(desk.accounts.createGroup(name)).rejects.toThrow(ValidationError);
    }
    for (const code of ['survey', 'survey.', '.add', 'a b.c', 'a.b.c', `a.${'b'.repeat(200)}`]) {
      await expect(desk.accounts.declarePermission({ code, name: 'X' })).rejects.toThrow(
        ValidationError,
      );
    }
  });

  it('can be declared again with another name, and keep who has them', async () => {
    const { desk, alice } = await openSurvey();
    await using _ = desk;
    await desk.accounts.grant({ user: alice.id }, 'survey.add');
    await desk.accounts.declarePermission({ code: 'survey.add', name: 'Can answer' });
    expect(await permissionsOf(desk)).toEqual(['survey.add']);
  });
});
