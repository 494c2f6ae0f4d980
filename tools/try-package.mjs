// Packs the package, installs the tarball into an empty folder and imports every entry from there,
// as a user would: what is missing from `files` or `exports` fails here and nowhere else.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const pkg = resolve(dirname(fileURLToPath(import.meta.url)), '../packages/doorward');
const { exports } = JSON.parse(readFileSync(join(pkg, 'package.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'doorward-pack-'));
const optional = ['express', 'fastify', 'hono'];
try {
  const npm = (args, cwd) =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const [{ filename }] = JSON.parse(
    npm(['pack', '--json', '--silent', '--pack-destination', folder], pkg),
  );
  writeFileSync(join(folder, 'package.json'), '{"name":"try","private":true,"type":"module"}\n');
  npm(['install', '--no-audit', '--no-fund', '--loglevel=error', `./${filename}`], folder);
  const entries = Object.keys(exports)
    .filter((path) => path !== './package.json')
    .filter((path) => !optional.includes(path.slice(2)));
  const script = entries.map((path) => `await import('doorward${path.slice(1)}');`).join('\n');
  writeFileSync(
    join(folder, 'try.mjs'),
    `${script}\nconsole.log(${entries.length}, 'entries import');\nprocess.exit(0);\n`,
  );
  process.stdout.write(
    execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'try.mjs'], {
      cwd: folder,
      encoding: 'utf8',
    }),
  );
  process.stdout.write(
    execFileSync(process.execPath, ['node_modules/doorward/dist/cli/main.js', '--version'], {
      cwd: folder,
      encoding: 'utf8',
    }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
