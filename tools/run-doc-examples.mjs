// Checks the ```ts blocks of the documents and of the doc comments, since people copy them: first
// all of them with the compiler, then each runs as a module of its own, in one process. A line
// `expression; // => value` is compared. Blocks marked ```ts no-run are compiled and not run.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
// Inside the package, so that `doorward/…` means these sources; by process, so that two may run.
const work = join(root, `packages/doorward/.doc-examples/${process.pid}`);
const sources = [
  ...['README.md', 'CONTRIBUTING.md'].map((file) => join(root, file)),
  ...filesBelow('docs', '.md'),
  ...filesBelow('examples', '.md'),
  ...filesBelow('packages/doorward/src', '.ts').filter((file) => !file.endsWith('.test.ts')),
];

process.on('exit', () => rmSync(work, { recursive: true, force: true }));
for (const folder of ['read', 'run']) mkdirSync(join(work, folder), { recursive: true });
const blocks = sources.flatMap((file) => blocksOf(file));
for (const [index, block] of blocks.entries()) {
  block.name = `${String(index).padStart(3, '0')}.ts`;
  writeFileSync(join(work, 'read', block.name), block.code);
  if (block.runs) writeFileSync(join(work, 'run', block.name), withChecks(block.code));
}
const running = blocks.filter(({ runs }) => runs);

console.log(`${blocks.length} documented examples: compiling …`);
const compiled = compile();
console.log(`${running.length} of them: running …`);
const ran = run();
if (!compiled || !ran) {
  console.error('A documented example failed; the lines above say which.');
  process.exit(1);
}

/** As the workspace compiles its own code; a reader may leave a name unused. */
function compile() {
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false };
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: ['read/*.ts'] };
  writeFileSync(join(work, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [tsc, '-p', work, '--pretty', 'false'],
    { cwd: work, encoding: 'utf8' },
  );
  if (status === 0) return true;
  // Faults of the sources themselves are for `npm run types` to tell.
  const ours = `${stdout}${stderr}`
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(\.\.\/)+src\//.test(line));
  const inBlocks = ours.map((line) =>
    line.replace(/^read\/(\d+\.ts)\((\d+),\d+\)/, (_, name, at) => placeOf(name, Number(at))),
  );
  if (ours.length > 0) console.error(inBlocks.join('\n'));
  return ours.length === 0;
}

function run() {
  writeFileSync(join(work, 'run', 'all.ts'), runner());
  const { status, signal, stderr } = spawnSync(
    process.execPath,
    [
      '--conditions=@doorward/source',
      '--disable-warning=ExperimentalWarning',
      join(work, 'run', 'all.ts'),
    ],
    { cwd: work, encoding: 'utf8', stdio: ['ignore', 'inherit', 'pipe'], timeout: 120_000 },
  );
  const inBlocks = stderr.replaceAll(
    /(?:file:\/\/)?[^\s()]*\brun\/(\d{3,}\.ts):(\d+)(?::\d+)?/g,
    (_, name, line) => placeOf(name, Number(line)),
  );
  if (inBlocks !== '') console.error(inBlocks);
  if (signal !== null) console.error('The examples did not end within 2 minutes.');
  return status === 0;
}

/** Where a line of a block stands in its source. */
function placeOf(name, line) {
  const block = blocks.find((one) => one.name === name);
  return block === undefined ? name : `${block.file}:${block.line + line}`;
}

function filesBelow(folder, ending) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function blocksOf(path) {
  const isSource = path.endsWith('.ts');
  const file = relative(root, path);
  const lines = readFileSync(path, 'utf8').split('\n');
  const found = [];
  let open;
  for (const [index, raw] of lines.entries()) {
    const line = isSource ? raw.replace(/^\s*\* ?/, '') : raw;
    const fence = line.trim();
    if (open !== undefined && fence === '```') {
      found.push({ ...open, code: `${open.code.join('\n')}\n` });
      open = undefined;
    } else if (open !== undefined) open.code.push(line);
    else if (/^```ts( no-run)?$/.test(fence) && (!isSource || /^\s*\*/.test(raw)))
      open = { file, line: index + 1, runs: fence === '```ts', code: [] };
  }
  if (open !== undefined) throw new Error(`${file}:${open.line}: this block has no end`);
  return found;
}

/** The block with its comparisons, line for line where it was, and every server on a free port. */
function withChecks(code) {
  const checked = code
    .replaceAll(
      /^(\s*)(?:(const|let) (\w+) = )?(.+?);\s*\/\/ => (.+)$/gm,
      (_, indent, kind, name, expression, value) =>
        kind === undefined
          ? `${indent}deepEqualForDocs(${expression}, ${value});`
          : `${indent}${kind} ${name} = ${expression}; deepEqualForDocs(${name}, ${value});`,
    )
    .replaceAll(/(\.listen\(|\bport: )\d+/g, '$10');
  return `import { deepStrictEqual as deepEqualForDocs } from 'node:assert'; ${checked}\nexport {};\n`;
}

function runner() {
  const list = running.map(({ name, file, line }) => ({ name, where: `${file}:${line}` }));
  return `
const blocks = ${JSON.stringify(list)};
const log = console.log;
console.log = () => {};
let failed = 0;
for (const [index, { name, where }] of blocks.entries()) {
  if (process.stdout.isTTY) process.stdout.write(\`\\r\\u001b[K\${index + 1}/\${blocks.length} \${where}\`);
  try {
    await import(\`./\${name}\`);
  } catch (error) {
    failed += 1;
    console.error(\`\${where} failed:\`, error);
  }
}
if (process.stdout.isTTY) process.stdout.write('\\r\\u001b[K');
log(\`\${blocks.length - failed} of \${blocks.length} ran as they say.\`);
process.exit(failed === 0 ? 0 : 1);
`;
}
