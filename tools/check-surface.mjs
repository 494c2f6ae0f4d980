// Compares what the package exports with the checked-in list docs/reference/public-surface.txt, so
// that a change of the public surface is a line in a diff. `--write` accepts the change.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const listFile = resolve(root, 'docs/reference/public-surface.txt');
const pkg = JSON.parse(readFileSync(resolve(root, 'packages/doorward/package.json'), 'utf8'));

const lines = [];
for (const [path, conditions] of Object.entries(pkg.exports)) {
  if (typeof conditions === 'string') continue;
  const entry = resolve(root, 'packages/doorward', conditions['@doorward/source']);
  const name = path === '.' ? 'doorward' : `doorward${path.slice(1)}`;
  for (const one of namesOf(entry)) lines.push(`${name}: ${one}`);
}
const now = `${lines.sort().join('\n')}\n`;

if (process.argv.includes('--write')) {
  writeFileSync(listFile, now);
  console.log(`wrote ${lines.length} names`);
} else {
  const before = readFileSync(listFile, 'utf8');
  if (before === now) {
    console.log(`${lines.length} public names, as listed`);
  } else {
    const [had, has] = [new Set(before.split('\n')), new Set(now.split('\n'))];
    for (const line of has) if (!had.has(line)) console.error(`+ ${line}`);
    for (const line of had) if (!has.has(line)) console.error(`- ${line}`);
    console.error(
      'The public surface changed: run "npm run surface -- --write" when that is meant.',
    );
    process.exit(1);
  }
}

/** Names an entry file exports, types marked. */
function namesOf(file) {
  const text = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const names = [];
  for (const [, typeOnly, list] of text.matchAll(/export\s+(type\s+)?\{([^}]*)\}/g)) {
    for (const item of list
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)) {
      const isType = typeOnly !== undefined || item.startsWith('type ');
      const name = item
        .replace(/^type\s+/, '')
        .split(/\s+as\s+/)
        .at(-1);
      names.push(isType ? `type ${name}` : name);
    }
  }
  for (const [, kind, name] of text.matchAll(
    /^export\s+(?:declare\s+)?(?:abstract\s+)?(async function|function|class|const|interface|type)\s+\*?\s*([A-Za-z_$][\w$]*)/gm,
  )) {
    names.push(kind === 'interface' || kind === 'type' ? `type ${name}` : name);
  }
  for (const [, from] of text.matchAll(/export\s+\*\s+from\s+'([^']+)'/g)) {
    names.push(...namesOf(resolve(dirname(file), from)));
  }
  return [...new Set(names)];
}
