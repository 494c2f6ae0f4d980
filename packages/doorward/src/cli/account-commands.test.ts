import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authRequest } from '../adapters/fetch.ts';
import { loadSettings } from '../server/config.ts';
import { openParts } from '../server/parts.ts';
import { doorward, doorwardHere, goodPassword, ownFolder } from './test-command.ts';

const lines = (...texts: readonly string[]) => texts.map((text) => `${text}\n`).join('');

/** Looks into the records as the server does. */
async function opened(folder: { readonly path: string }) {
  const parts = await openParts(await loadSettings(folder.path, {}), {
    log: () => undefined,
  });
  return Object.assign(parts, { [Symbol.asyncDispose]: () => parts.close() });
}

function unattended(more: Readonly<Record<string, string>> = {}) {
  const env = {
    DOORWARD_SUPERUSER_USERNAME: 'root',
    DOORWARD_SUPERUSER_EMAIL: 'root@example.org',
    DOORWARD_SUPERUSER_PASSWORD: goodPassword,
  };
  return { env: { ...env, ...more } };
}

describe.concurrent('create-superuser', () => {
  test('--no-input takes everything from the environment', async () => {
    using folder = ownFolder();
    const { code, stdout, stderr } = await doorward(
      folder,
      ['create-superuser', '--no-input'],
      unattended(),
    );
    expect([code, stdout, stderr]).toEqual([0, 'Superuser root created.\n', '']);
    await using parts = await opened(folder);
    expect(await parts.accounts.findByUsername('root')).toMatchObject({
      email: 'root@example.org',
      isSuperuser: true,
      isStaff: true,
    });
  });

  test('a weak password is refused with a sentence for each flaw, and nothing is made', async () => {
    using folder = ownFolder();
    const { code, stdout, stderr } = await doorwardHere(
      folder,
      ['create-superuser', '--no-input'],
      unattended({ DOORWARD_SUPERUSER_PASSWORD: '12345' }),
    );
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^password: .*too short/m);
    expect(stderr.trim().split('\n').length).toBeGreaterThan(1);
    expect(stderr).not.toContain('12345');
    await using parts = await opened(folder);
    expect(await parts.accounts.countSuperusers()).toBe(0);
  });

  test.each([
    ['DOORWARD_SUPERUSER_USERNAME', '--username'],
    ['DOORWARD_SUPERUSER_PASSWORD', 'DOORWARD_SUPERUSER_PASSWORD'],
  ])('--no-input without %s is wrong use, and makes no database', async (missing, named) => {
    using folder = ownFolder();
    const { env } = unattended();
    const given = Object.fromEntries(Object.entries(env).filter(([name]) => name !== missing));
    const args = ['create-superuser', '--no-input'];
    const { code, stderr } = await doorwardHere(folder, args, { env: given });
    expect(code).toBe(2);
    expect(stderr).toContain(named);
    expect(existsSync(join(folder.path, 'data'))).toBe(false);
  });

  test('asks for what is not given; a pipe may hold all answers at once', async () => {
    using folder = ownFolder();
    const { code, stdout, stderr } = await doorward(folder, ['create-superuser'], {
      input: lines('röot', '', 'short', goodPassword, 'not the same', goodPassword, goodPassword),
    });
    expect(stderr).toContain('too short');
    expect(stderr).toContain('not the same');
    expect(stderr).not.toContain(goodPassword);
    expect([code, stdout]).toEqual([0, 'Superuser röot created.\n']);
  });

  test('an input that ends too soon is wrong use', async () => {
    using folder = ownFolder();
    const { code, stderr } = await doorwardHere(folder, ['create-superuser'], { input: 'root' });
    expect(code).toBe(2);
    expect(stderr).toContain('use --no-input in scripts');
    await using parts = await opened(folder);
    expect(await parts.accounts.countSuperusers()).toBe(0);
  });
});

describe.concurrent('with alice', () => {
  const folder = ownFolder();
  beforeAll(async () => {
    await using parts = await opened(folder);
    await parts.accounts.create({ username: 'alice', password: goodPassword });
  });
  afterAll(() => folder[Symbol.dispose]());

  test('change-password sets it and ends the sessions', async () => {
    const better = 'another long phrase here';
    const session = await (async () => {
      await using parts = await opened(folder);
      const bob = await parts.accounts.create({ username: 'bob', password: goodPassword });
      return parts.sessions.start(bob, { methods: ['pwd'] });
    })();
    const { code, stdout, stderr } = await doorwardHere(folder, ['change-password', 'BOB'], {
      input: lines(better, better),
    });
    expect([code, stdout]).toEqual([
      0,
      'The password of bob is changed; its sessions are ended.\n',
    ]);
    expect(stderr).not.toContain(better);
    await using parts = await opened(folder);
    const asked = authRequest(new Request('https://example.org/'));
    const { passwordSource } = parts.accounts;
    expect(await passwordSource.check('bob', better, asked)).toMatchObject({
      user: { username: 'bob' },
    });
    expect(await passwordSource.check('bob', goodPassword, asked)).toMatchObject({ failed: true });
    expect(await parts.sessions.source.find(session.id, new Date())).toBeUndefined();
  });

  test('change-password gives up after three tries and changes nothing', async () => {
    const { code, stdout, stderr } = await doorwardHere(folder, ['change-password', 'alice'], {
      input: lines('short', goodPassword, 'other', 'alice', goodPassword, goodPassword),
    });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('No usable password in 3 tries; nothing was changed.');
  });

  test.each(['change-password', 'create-token'])('%s of nobody is wrong use', async (command) => {
    const { code, stdout, stderr } = await doorwardHere(folder, [command, 'nobody']);
    expect([code, stdout, stderr]).toEqual([2, '', 'There is no user "nobody".\n']);
  });

  test('create-token prints the token alone; -r makes a new one and the old is dead', async () => {
    const first = await doorward(folder, [
      'create-token',
      'alice',
      '--days',
      '2',
      '--scope',
      'read',
    ]);
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/^dw_\w+\n$/);
    expect(first.stderr).not.toContain(first.stdout.trim());
    const other = await doorwardHere(folder, ['create-token', 'alice', '--name', 'other']);
    const second = await doorwardHere(folder, ['create-token', 'alice', '-r']);
    expect(second.stdout).toMatch(/^dw_\w+\n$/);
    await using parts = await opened(folder);
    const find = (printed: string, now = new Date()) =>
      parts.tokens.source.find(printed.trim(), now);
    expect(await find(first.stdout)).toSatisfy((found) => found === undefined || 'failed' in found);
    expect(await find(other.stdout)).toMatchObject({ user: { username: 'alice' } });
    expect(await find(second.stdout)).toMatchObject({ user: { username: 'alice' } });
  });
});
