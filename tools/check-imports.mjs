// The house's import rules (docs/architecture.md §2), read off the import statements of every
// source file. Type imports count. Exits with 1 and one line for each wrong import.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../packages/doorward/src');
const floor1 = ['http', 'crypto', 'storage'];
const floor3 = ['schemes', 'permissions', 'throttles'];
const below = [...floor1, 'core', ...floor3];

/** Rooms that a room may import, besides itself. */
const mayImport = {
  http: [],
  crypto: [],
  storage: [],
  core: ['http', 'storage'],
  schemes: ['core', 'http', 'crypto'],
  permissions: ['core', 'storage'],
  throttles: ['core', 'storage', 'http'],
  modules: below,
  compat: ['modules'],
  django: [...below, 'modules'],
  adapters: ['core', 'http'],
  server: [...below, 'modules', 'django', 'compat', 'adapters'],
  cli: [...below, 'modules', 'django', 'compat', 'adapters', 'server'],
  testing: [...below, 'modules', 'django', 'compat', 'adapters', 'server', 'cli'],
};
/** Modules from the lowest to the highest; one imports only a lower one's index. */
const moduleOrder = ['tickets', 'accounts', 'sessions', 'tokens', 'audit'];

const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));

const problems = [];
const graph = new Map();
for (const file of files) {
  const text = readFileSync(join(root, file), 'utf8').replaceAll(
    /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
    '',
  );
  const targets = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((found) =>
    relative(root, resolve(root, dirname(file), found[1])).replaceAll('\\', '/'),
  );
  const isTest = /\.(test|types\.test)\.ts$|\/test-[^/]+\.ts$|-table\.ts$/.test(file);
  if (!isTest) graph.set(file, targets);
  for (const target of targets) {
    if (target.endsWith('.ts') && !existsSync(join(root, target)))
      problems.push(`${file}: ${target} does not exist`);
    if (!isTest) problems.push(...judge(file, target).map((why) => `${file} → ${target}: ${why}`));
  }
  if (file.startsWith('core/') && !isTest) problems.push(...namesInCore(file, text));
}
problems.push(...loops(graph));

for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error(`${problems.length} imports break the house rules (docs/architecture.md §2).`);
  process.exit(1);
}
console.log(`${files.length} files keep the house's import rules`);

function judge(file, target) {
  const [room, name] = file.split('/');
  const [otherRoom, otherName] = target.split('/');
  if (!file.includes('/')) return []; // the package's own entries gather what they like
  const why = [];
  if (dirname(file) === dirname(target) && target.endsWith('/index.ts')) {
    why.push('no file imports the index of its own folder');
  }
  if (room !== otherRoom && !(mayImport[room] ?? []).includes(otherRoom)) {
    why.push(`${room}/ must not import ${otherRoom}/`);
  }
  if (room === 'modules' && otherRoom === 'modules' && name !== otherName) {
    if (!target.endsWith('/index.ts')) why.push("another module's index only");
    if (moduleOrder.indexOf(otherName) > moduleOrder.indexOf(name)) why.push('a lower module only');
  }
  if (room === 'schemes' && otherRoom === 'schemes' && isScheme(file) && isScheme(target)) {
    why.push('no scheme imports a scheme');
  }
  if (room === 'adapters' && otherRoom === 'adapters' && isAdapter(file) && isAdapter(target)) {
    if (otherName !== 'node.ts') why.push('no adapter imports an adapter but node');
  }
  return why;
}

function isScheme(file) {
  return /^schemes\/(basic|token|session|remote-user)\.ts$/.test(file);
}

function isAdapter(file) {
  return /^adapters\/(fetch|node|express|fastify|hono)\.ts$/.test(file);
}

/** In core no string names a scheme, a module or a database. */
function namesInCore(file, text) {
  const names =
    /'(basic|bearer|token|session|remote-user|accounts|sessions|tokens|sqlite|postgres|redis)'/gi;
  return [...text.matchAll(names)].map((found) => `${file}: core must not know ${found[0]}`);
}

function loops(edges) {
  const found = [];
  const state = new Map();
  const visit = (file, path) => {
    if (state.get(file) === 'done' || !edges.has(file)) return;
    if (state.get(file) === 'open') {
      found.push(`a loop: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
      return;
    }
    state.set(file, 'open');
    for (const target of edges.get(file)) visit(target, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of edges.keys()) visit(file, []);
  return found;
}
