import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { environmentVariables } from '../packages/doorward/src/server/config.ts';
import {
  type DocumentedSetting,
  documentedSettings,
  settingsTable,
  withTable,
  wrongDefaults,
} from './write-config-docs.ts';

const page = readFileSync(new URL('../docs/program.md', import.meta.url), 'utf8');
const documented = documentedSettings();

test('docs/program.md tells the settings as they are', () => {
  expect(withTable(page, settingsTable(documented))).toBe(page);
});

test('every comment states the default that the code has', () => {
  expect(wrongDefaults(documented)).toEqual([]);
  const wrong: DocumentedSetting = { name: 'port', text: '', default: '4011', variable: undefined };
  expect(wrongDefaults([wrong])).toEqual(['port: the comment says 4011, the code says 4010']);
});

test('every environment variable stands in the table', () => {
  const variables = documented.flatMap(({ variable }) => variable ?? []);
  expect(variables.toSorted()).toEqual(environmentVariables.toSorted());
});

test('a setting without a default in its comment is refused', () => {
  const source = 'export interface Config {\n  /** Where it is. */\n  readonly host?: string;\n}\n';
  expect(() => documentedSettings(source)).toThrow('host: the comment');
});
