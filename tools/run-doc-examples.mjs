// Runs every ```ts block of the documents and of the doc comments as a module of its own. A line
// `expression; // => value` is checked. Blocks marked ```ts no-run are only there to be read.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const work = join(root, 'packages/doorward/.doc-examples');
const sources = [
  ...['README.md', 'CONTRIBUTING.md'].map((file) => join(root, file)),
  ...filesBelow('docs', '.md'),
  ...filesBelow('packages/doorward/src', '.ts').filter((file) => !file.endsWith('.test.ts')),
];

rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
const blocks = sources.flatMap((file) => blocksOf(file));
for (const [index, block] of blocks.entries()) {
  block.path = join(work, `${String(index).padStart(3, '0')}.ts`);
  writeFileSync(block.path, withChecks(block.code));
}
writeFileSync(join(work, 'run.ts'), runner(blocks));
const { status, signal } = spawnSync(
  process.execPath,
  ['--conditions=@doorward/source', '--disable-warning=ExperimentalWarning', join(work, 'run.ts')],
  { cwd: work, stdio: 'inherit', timeout: 120_000 },
);
rmSync(work, { recursive: true, force: true });
if (status !== 0) {
  console.error(
    signal === null ? 'a documented example failed' : 'the examples did not end in 2 minutes',
  );
  process.exit(1);
}

function filesBelow(folder, ending) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name));
}

function blocksOf(file) {
  const isSource = file.endsWith('.ts');
  const lines = readFileSync(file, 'utf8').split('\n');
  const found = [];
  let open;
  for (const [index, raw] of lines.entries()) {
    const line = isSource ? raw.replace(/^\s*\* ?/, '') : raw;
    if (open !== undefined && line.trim() === '```') {
      found.push({ where: `${relative(root, file)}:${open.line}`, code: open.code.join('\n') });
      open = undefined;
    } else if (open !== undefined) open.code.push(line);
    else if (line.trim() === '```ts' && (!isSource || /^\s*\*/.test(raw)))
      open = { line: index + 1, code: [] };
  }
  return found;
}

function withChecks(code) {
  const checked = code.replaceAll(
    /^(\s*)(?:(const|let) (\w+) = )?(.+?);\s*\/\/ => (.+)$/gm,
    (_, indent, kind, name, expression, value) =>
      kind === undefined
        ? `${indent}deepEqualForDocs(${expression}, ${value});`
        : `${indent}${kind} ${name} = ${expression}; deepEqualForDocs(${name}, ${value});`,
  );
  return `import { deepStrictEqual as deepEqualForDocs } from 'node:assert';\n${checked}\nexport {};\n`;
}

function runner(all) {
  return [
    'let failed = 0;',
    'const log = console.log; console.log = () => {};',
    ...all.map(
      ({ path, where }) =>
        `try { await import(${JSON.stringify(path)}); } catch (error) { failed += 1; console.error(${JSON.stringify(where)}, error); }`,
    ),
    `log(\`\${${all.length} - failed} of ${all.length} documented examples run\`);`,
    'process.exit(failed === 0 ? 0 : 1);',
  ].join('\n');
}
