import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** An example that runs as its README says, on a free port. */
export interface StartedExample {
  /** What it printed first. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts `main.ts` of a folder in a process of its own. */
export async function startExample(folder: string): Promise<StartedExample> {
  const child = spawn(
    process.execPath,
    [
      '--conditions=@doorward/source',
      '--disable-warning=ExperimentalWarning',
      join(folder, 'main.ts'),
    ],
    { env: { ...process.env, PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  const url = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line)),
    ended.then(([code]) => Promise.reject(new Error(`the example ended with ${code}`))),
  ]);
  return {
    url,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
