// Writes the table of settings in docs/program.md from the doc comments and the defaults of
// packages/doorward/src/server/config.ts. `--check` only compares; it fails when they differ, and
// when a comment states another default than the code has.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { settings } from '../packages/doorward/src/server/config.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const configFile = join(root, 'packages/doorward/src/server/config.ts');
const page = join(root, 'docs/program.md');
const from =
  '<!-- Settings: written by tools/write-config-docs.ts; change config.ts, then run it. -->';
const to = '<!-- End of the settings. -->';

/** A setting as its comment describes it. */
export interface DocumentedSetting {
  /** With its group: `session.idleSeconds`. */
  readonly name: string;
  /** The comment without its last sentence. */
  readonly text: string;
  /** What the comment says after `Default: `. */
  readonly default: string;
  /** The variable that sets it, if one does. */
  readonly variable: string | undefined;
}

/**
 * The settings in the order of the interface `Config`.
 *
 * @throws Error when one has no comment, or a comment without a default.
 */
export function documentedSettings(source = readFileSync(configFile, 'utf8')): DocumentedSetting[] {
  const body = /export interface Config \{\n([\s\S]*?)\n\}/.exec(source)?.[1];
  if (body === undefined) throw new Error(`${configFile} has no interface Config`);
  const found: DocumentedSetting[] = [];
  let group = '';
  let comment = '';
  for (const line of body.split('\n').map((one) => one.trim())) {
    const [, opened] = /^readonly (\w+)\?: \{$/.exec(line) ?? [];
    const [, name] = /^readonly (\w+)\?: .+;$/.exec(line) ?? [];
    if (opened !== undefined) group = `${opened}.`;
    else if (line === '};') group = '';
    else if (name !== undefined) {
      found.push(settingOf(group + name, comment, source));
      comment = '';
    } else comment += ` ${line.replaceAll(/^\/\*\*|\*\/$|^\*(?!\/)/g, '').trim()}`;
  }
  return found;
}

function settingOf(name: string, comment: string, source: string): DocumentedSetting {
  const text = comment.replaceAll(/\s+/g, ' ').trim();
  const [, before, stated] = /^(.+?)\s*Default: (.+)\.$/.exec(text) ?? [];
  if (before === undefined || stated === undefined) {
    throw new Error(`${name}: the comment in config.ts does not end in "Default: ….": ${text}`);
  }
  const variable = new RegExp(`(DOORWARD_\\w+): [^\\n]*config\\['${name}'\\] =`).exec(source)?.[1];
  return { name, text: before, default: stated, variable };
}

/** What is wrong with the defaults in the comments: one sentence each. */
export function wrongDefaults(documented: readonly DocumentedSetting[]): string[] {
  const actual: unknown = settings({}, root);
  return documented.flatMap(({ name, default: stated }) => {
    const value = name.split('.').reduce(propertyOf, actual);
    // Computed and empty ones are told in words.
    if (name === 'origin' || (typeof value !== 'string' && typeof value !== 'number')) return [];
    const spellings = [`\`${value}\``, `${value}`, value.toLocaleString('en-US')];
    return spellings.some((one) => stated === one || stated.startsWith(`${one}, `))
      ? []
      : [`${name}: the comment says ${stated}, the code says ${value}`];
  });
}

function propertyOf(whole: unknown, name: string): unknown {
  return (whole as Readonly<Record<string, unknown>> | undefined)?.[name];
}

/** The table, with its marks. */
export function settingsTable(documented: readonly DocumentedSetting[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const rows = documented.map(
    ({ name, text, default: stated, variable }) =>
      `| \`${name}\` | ${cell(stated)} | ${variable === undefined ? '' : `\`${variable}\``} | ${cell(text)} |`,
  );
  const head = ['| setting | default | environment | |', '|---|---|---|---|'];
  return [from, '', ...head, ...rows, '', to].join('\n');
}

/** A page with its table replaced. @throws Error when the marks are not there. */
export function withTable(text: string, table: string): string {
  const [start, end] = [text.indexOf(from), text.indexOf(to)];
  if (start < 0 || end < start) throw new Error('docs/program.md lacks the marks of the settings');
  return text.slice(0, start) + table + text.slice(end + to.length);
}

function main(): void {
  const documented = documentedSettings();
  const wrong = wrongDefaults(documented);
  const before = readFileSync(page, 'utf8');
  const after = withTable(before, settingsTable(documented));
  if (process.argv.includes('--check')) {
    if (before !== after)
      wrong.push('docs/program.md is not what "node tools/write-config-docs.ts" writes');
  } else writeFileSync(page, after);
  for (const sentence of wrong) console.error(sentence);
  if (wrong.length > 0) process.exit(1);
  console.log(`${documented.length} settings, as documented`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
