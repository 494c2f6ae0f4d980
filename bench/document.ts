import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../docs/performance.md', import.meta.url);
const begin = '<!-- written by npm run bench -- --write-doc -->';
const end = '<!-- end of what it writes -->';

/** Puts the tables between the two marks of docs/performance.md; the prose around them stays. */
export function writeDocument(tables: string): void {
  const text = readFileSync(file, 'utf8');
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error('docs/performance.md has lost its marks');
  const before = text.slice(0, from + begin.length);
  writeFileSync(file, `${before}\n\n${tables}\n\n${text.slice(to)}`);
}
