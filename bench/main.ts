import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canPin, loadCore, startChild } from './children.ts';
import { writeDocument } from './document.ts';
import { describeMachine } from './machine.ts';
import { type Options, readOptions } from './options.ts';
import { measurePasswords } from './passwords.ts';
import type { Records } from './records.ts';
import { type Results, tablesOf } from './report.ts';
import { measureSpeed } from './speed.ts';
import { measureStorm } from './storm.ts';

// See docs/performance.md for what is measured and why.

function say(progress: string): void {
  process.stderr.write(`${progress}\n`);
}

async function measureAll(options: Options, folder: string): Promise<Results> {
  const file = join(folder, 'bench.db');
  const records = await startChild<Records>('./records.ts', { core: loadCore, args: [file] });
  try {
    say(`filling the database with ${options.users} users`);
    await records.ask('fill', options.users);
    const wanted = (part: Options['only'][number]) => options.only.includes(part);
    return {
      machine: describeMachine(),
      users: options.users,
      speed: wanted('speed') ? await measureSpeed(file, options, records, say) : [],
      passwords: wanted('passwords') ? await measurePasswords(file, options, say) : [],
      storm: wanted('storm') ? await measureStorm(file, options, say) : [],
    };
  } finally {
    await records.stop();
  }
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) return;
  if (!canPin) say('taskset is missing: processes are not tied to a core, so compare nothing');
  const folder = mkdtempSync(join(tmpdir(), 'doorward-bench-'));
  try {
    const results = await measureAll(options, folder);
    const tables = tablesOf(results);
    process.stdout.write(`${tables}\n`);
    if (options.json !== undefined) {
      writeFileSync(options.json, `${JSON.stringify(results, undefined, 2)}\n`);
    }
    if (options.writeDocument) writeDocument(tables);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
