import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drf, type Switches, strict } from './switches.ts';

const page = readFileSync(new URL('../../../../docs/coming-from-drf.md', import.meta.url), 'utf8');
const names = Object.keys(strict) as (keyof Switches)[];

test.each(names)('the documents say what %s means in both modes', (name) => {
  const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
  const [, inStrict, inDrf] = (row ?? '').split(' | ');
  expect(inStrict).toContain(`\`${strict[name]}\``);
  expect(inDrf).toContain(`\`${drf[name]}\``);
});

test('both modes set every switch, and differ in every one but the case of words', () => {
  expect(Object.keys(drf)).toEqual(names);
  expect(names.filter((name) => strict[name] === drf[name])).toEqual(['schemeCase']);
});
