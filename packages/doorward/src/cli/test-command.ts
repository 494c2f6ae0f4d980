import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { run } from './program.ts';

// The real program for the tests of this room: as a process of its own, or, since each of those
// costs most of a second, in this one. Both give the same.

const program = fileURLToPath(new URL('main.ts', import.meta.url));

export const goodPassword = 'plum trombone sails at noon';

/** A folder with the cheapest password hashes that are allowed; gone at the end of its scope. */
export function ownFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'doorward-cli-'));
  writeFileSync(
    join(path, 'doorward.config.mjs'),
    'export default { port: 0, passwords: { memory: 7168, passes: 5 } };\n',
  );
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** What a command is given besides its arguments. */
export interface Given {
  readonly env?: Readonly<Record<string, string>>;
  /** Everything that stands in the pipe at once. */
  readonly input?: string;
}

/** What a command left behind. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end. */
export async function doorward(
  folder: { readonly path: string } | undefined,
  args: readonly string[],
  given: Given = {},
): Promise<Ran> {
  const running = started(folder, args, given);
  running.child.stdin.end(given.input ?? '');
  return running.ended;
}

/** Runs a command to its end in this process: the same code, without the start. */
export async function doorwardHere(
  folder: { readonly path: string },
  args: readonly string[],
  { env = {}, input = '' }: Given = {},
): Promise<Ran> {
  let [stdout, stderr] = ['', ''];
  const code = await run(['--folder', folder.path, ...args], {
    stdin: Readable.from([Buffer.from(input)]) as unknown as NodeJS.ReadStream,
    stdout: {
      write(text: string | Uint8Array) {
        stdout += String(text);
        return true;
      },
    },
    stderr: {
      write(text: string | Uint8Array) {
        stderr += String(text);
        return true;
      },
    },
    env,
  });
  return { code, stdout, stderr };
}

/** A command that runs. */
export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ran>;
  /** What it has printed so far. */
  stdout(): string;
  /** Resolves as soon as the output matches; rejects when the program ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
}

/** Starts a command and lets it run. */
export function started(
  folder: { readonly path: string } | undefined,
  args: readonly string[],
  { env = {} }: Given = {},
): Running {
  const where = folder === undefined ? [] : ['--folder', folder.path];
  return watched(
    spawn(process.execPath, [program, ...where, ...args], {
      env: { ...plainEnvironment(), ...env },
    }),
  );
}

/** Listens to a process from its first byte to its last. */
export function watched(child: ChildProcessWithoutNullStreams): Running {
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // A program that ends without reading its input is no fault of the test's.
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close').then(([code]) => ({ code, stdout, stderr }) as Ran);
  return {
    child,
    ended,
    stdout: () => stdout,
    async printed(pattern) {
      for (;;) {
        const found = pattern.exec(stdout);
        if (found !== null) return found;
        const more = once(child.stdout, 'data').then(() => undefined);
        const over = await Promise.race([more, ended]);
        if (over !== undefined) throw new Error(`ended with ${over.code}: ${over.stderr}`);
      }
    },
  };
}

/** The environment without what belongs to this test run or to a Doorward of its own. */
export function plainEnvironment(): Record<string, string> {
  const foreign = /^(DOORWARD_|VITEST|NODE_OPTIONS$|NODE_ENV$)/;
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !foreign.test(entry[0]),
    ),
  );
}
