import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { doorward, doorwardHere, ownFolder } from './test-command.ts';

describe.concurrent('the command line', () => {
  test('--help shows every command and examples', async () => {
    const { code, stdout, stderr } = await doorward(undefined, ['--help']);
    expect([code, stderr]).toEqual([0, '']);
    const commands = [
      'serve',
      'migrate',
      'create-superuser',
      'change-password',
      'create-token',
      'clear-expired',
    ];
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    const [, examples] = stdout.split('Examples:');
    expect(examples).toMatch(/^ {2}doorward serve /m);
    expect(examples).toContain('DOORWARD_DATABASE_URL');
    expect(examples).toContain('Exit codes: 0');
  });

  test('an unknown command is named, with exit code 2', async () => {
    using folder = ownFolder();
    const { code, stdout, stderr } = await doorward(folder, ['nonsense']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe("error: there is no command 'nonsense'\n(--help tells what there is)\n");
  });

  test.each([
    [['migrate', 'now'], 'too many arguments'],
    [['serve', '--colour'], "unknown option '--colour'"],
    [['serve', '--port', 'http'], 'A port is a number from 0 to 65535.'],
    [['create-token'], "missing required argument 'username'"],
    [['create-token', 'alice', '--days', '0'], 'Days are a number above 0.'],
  ])('%j is wrong use: a sentence and exit code 2', async (args, sentence) => {
    using folder = ownFolder();
    const { code, stdout, stderr } = await doorwardHere(folder, args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
  });

  test.each([
    ['DOORWARD_PORT', 'http', 'The setting port: write a whole number from 0 to 65535.'],
    ['DOORWARD_ORIGIN', 'id.example.org', 'The setting origin: write it as browsers send it'],
    ['DOORWARD_HOST', 'a b', 'The setting host: "a b" is no host'],
    ['DOORWARD_SECRET', 'a short one', 'A secret is not usable'],
    ['DOORWARD_SECRET_FILE', 'doorward.config.mjs/secret', 'cannot be made'],
    ['DOORWARD_DATABASE_URL', 'postgres://db/x', 'The setting databaseUrl'],
    ['DOORWARD_DATABASE_URL', 'file:doorward.config.mjs/x.db', 'cannot be made'],
    ['DOORWARD_DATABASE_URL', 'file:doorward.config.mjs', 'not a database'],
  ])('%s=%s: one sentence and exit code 1', async (name, value, sentence) => {
    using folder = ownFolder();
    const { code, stdout, stderr } = await doorwardHere(folder, ['serve'], {
      env: { [name]: value },
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
    expect(stderr).not.toContain('a short one');
  });

  test('a configuration file with a mistake in it: one sentence', async () => {
    using folder = ownFolder();
    writeFileSync(join(folder.path, 'doorward.config.mjs'), 'export default { prot: 1 };');
    const { code, stderr } = await doorwardHere(folder, ['migrate']);
    expect(code).toBe(1);
    expect(stderr).toContain('prot');
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('what goes wrong is an exit code of the process too', async () => {
    using folder = ownFolder();
    const { code, stderr } = await doorward(folder, [], { env: { DOORWARD_ORIGIN: 'nowhere' } });
    expect([code, stderr]).toEqual([
      1,
      'The setting origin: write it as browsers send it, like "https://id.example.org".\n',
    ]);
  });
});

describe.concurrent('the database', () => {
  test('migrate brings it up to date, and says so the second time', async () => {
    using folder = ownFolder();
    const first = await doorward(folder, ['migrate']);
    expect([first.code, first.stderr]).toEqual([0, '']);
    const lines = first.stdout.trim().split('\n');
    expect(lines.length).toBeGreaterThan(4);
    expect(lines.at(-1)).toBe(`Done: ${lines.length - 1} steps.`);
    const second = await doorwardHere(folder, ['migrate']);
    expect([second.code, second.stdout]).toEqual([0, 'The database is up to date.\n']);
  });

  test('an older one is refused with what to run, and running it helps', async () => {
    using folder = ownFolder();
    await doorwardHere(folder, ['migrate']);
    change(folder.path, [
      'DROP TABLE ticket',
      "DELETE FROM doorward_migration WHERE store = 'ticket'",
    ]);
    const refused = await doorwardHere(folder, ['serve']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('run "doorward migrate"');
    expect(refused.stderr.trim().split('\n')).toHaveLength(1);
    const { code, stdout } = await doorwardHere(folder, ['migrate']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ticket 1: /);
    expect((await doorwardHere(folder, ['clear-expired'])).code).toBe(0);
  });

  test('one of a newer program is refused with one sentence', async () => {
    using folder = ownFolder();
    await doorwardHere(folder, ['migrate']);
    change(folder.path, [
      "INSERT INTO doorward_migration VALUES ('ticket', 99, 'from the future', 0)",
    ]);
    for (const command of ['serve', 'migrate', 'clear-expired']) {
      const { code, stdout, stderr } = await doorwardHere(folder, [command]);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain('run the newer program');
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
  });

  test('clear-expired counts what it deleted', async () => {
    using folder = ownFolder();
    await doorwardHere(folder, ['migrate']);
    const future = Date.now() + 3_600_000;
    change(folder.path, [
      `INSERT INTO ticket (digest, purpose, subject, expires_at)
       VALUES ('a', 'setup', '', 1), ('b', 'setup', '', 2), ('c', 'setup', '', ${future})`,
    ]);
    const { code, stdout, stderr } = await doorwardHere(folder, ['clear-expired']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      'sessions: 0 deleted\ntokens: 0 deleted\ntickets: 2 deleted\naudit: 0 deleted\n',
    );
  });
});

function change(folder: string, statements: readonly string[]): void {
  const database = new DatabaseSync(join(folder, 'data/doorward.db'));
  for (const statement of statements) database.exec(statement);
  database.close();
}
