import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigurationError, loadSettings, settings } from './config.ts';
import { readSecrets } from './secrets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doorward-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('everything has a default', async () => {
  expect(await loadSettings(folder, {})).toMatchObject({
    origin: 'http://127.0.0.1:4010',
    host: '127.0.0.1',
    port: 4010,
    databaseUrl: 'file:data/doorward.db',
    signUp: 'open',
    behaviour: 'strict',
  });
});

test('the environment overrules the file, and options overrule both', async () => {
  writeFileSync(
    join(folder, 'doorward.config.mjs'),
    `export default { port: 5000, siteName: 'File', session: { idleSeconds: 60 } };`,
  );
  const environment = {
    DOORWARD_SITE_NAME: 'Environment',
    DOORWARD_TRUSTED_PROXIES: '10.0.0.0/8, loopback',
  };
  expect(await loadSettings(folder, environment, { port: 6000 })).toMatchObject({
    port: 6000,
    siteName: 'Environment',
    trustedProxies: ['10.0.0.0/8', 'loopback'],
    session: { idleSeconds: 60, absoluteSeconds: 2_592_000 },
  });
});

test.each([
  [{ port: 80 }, 'http://127.0.0.1'],
  [{ host: '0.0.0.0' }, 'http://localhost:4010'],
  [{ host: '::1', port: 81 }, 'http://[::1]:81'],
])('the origin is made as browsers write it: %j', (config, origin) => {
  expect(settings(config, folder).origin).toBe(origin);
});

test('a TypeScript file is read as it is', async () => {
  writeFileSync(
    join(folder, 'doorward.config.ts'),
    'const port: number = 5001;\nexport default { port };\n',
  );
  expect((await loadSettings(folder, {})).port).toBe(5001);
});

test.each([
  [{ origin: 'id.example.org' }, 'The setting origin: write it as browsers send it'],
  [{ origin: 'https://id.example.org/' }, 'The setting origin'],
  [{ port: 70_000 }, 'The setting port: the greatest is 65535'],
  [{ host: 'a b' }, 'The setting host: "a b" is no host'],
  [{ signUp: 'maybe' }, 'The setting signUp'],
  [{ trustedProxies: ['10.0.0.5/8'] }, 'The setting trustedProxies'],
  [{ passwords: { minimumLength: 4 } }, 'The setting passwords.minimumLength'],
  [{ colour: 'red' }, 'colour'],
])('a wrong setting is named, with what to write: %j', (config, message) => {
  expect(() => settings(config as object, folder)).toThrow(ConfigurationError);
  expect(() => settings(config as object, folder)).toThrow(message);
});

test('a file without a default export says what to write', async () => {
  writeFileSync(join(folder, 'doorward.config.mjs'), 'export const port = 1;');
  await expect(loadSettings(folder, {})).rejects.toThrow('export default defineConfig');
});

test('a secret is made once, for its owner only', () => {
  const own = settings({ secretFile: 'keys/secret' }, folder);
  const [first] = readSecrets(own);
  const file = join(folder, 'keys/secret');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8').trim()).toBe(first.reveal());
  expect(readSecrets(own)[0].reveal()).toBe(first.reveal());
});

test('a secret file that others can read is refused', () => {
  const own = settings({ secretFile: 'secret' }, folder);
  readSecrets(own);
  chmodSync(join(folder, 'secret'), 0o644);
  expect(() => readSecrets(own)).toThrow('chmod 600');
});

test('a secret that is short or known is refused without being shown', () => {
  for (const secret of ['short', 'changeme-changeme-changeme-changeme']) {
    const own = settings({ secrets: [secret] }, folder);
    expect(() => readSecrets(own)).toThrow(ConfigurationError);
    expect(() => readSecrets(own)).not.toThrow(secret);
  }
});
