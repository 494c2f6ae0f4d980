import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The core that servers have to themselves, and the one for whatever loads them. */
export const serverCore = 0;
export const loadCore = 1;

/** Whether processes can be tied to a core here. */
export const canPin: boolean = spawnSync('taskset', ['--version']).status === 0;

/** A process that answers questions (see answering.ts). */
export interface Child<Questions extends object> {
  ask<Name extends keyof Questions & string>(
    name: Name,
    ...detail: DetailOf<Questions[Name]>
  ): Promise<AnswerOf<Questions[Name]>>;
  stop(): Promise<void>;
}

type DetailOf<Question> = Question extends (...args: infer Detail) => unknown ? Detail : never;
type AnswerOf<Question> = Question extends (...args: never[]) => infer Answer
  ? Awaited<Answer>
  : never;

/** Where and with what a process starts. */
export interface StartOptions {
  readonly core: number;
  readonly args?: readonly string[];
}

interface Reply {
  readonly id: number;
  readonly answer?: unknown;
  readonly error?: string;
}

/** Starts a file of this folder on one core and waits until it says that it is ready. */
export async function startChild<Questions extends object>(
  file: string,
  { core, args = [] }: StartOptions,
): Promise<Child<Questions>> {
  const node = [
    process.execPath,
    '--conditions=@doorward/source',
    '--disable-warning=ExperimentalWarning',
    fileURLToPath(new URL(file, import.meta.url)),
    ...args,
  ];
  const [command = '', ...rest] = canPin ? ['taskset', '-c', String(core), ...node] : node;
  const process_ = spawn(command, rest, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const gone = new Promise<never>((_resolve, reject) => {
    process_.once('error', reject);
    process_.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  gone.catch(() => undefined);
  await Promise.race([gone, new Promise((resolve) => process_.once('message', resolve))]);
  return { ask: questioning(process_, gone), stop: stopping(process_) };
}

function questioning<Questions extends object>(
  process_: ChildProcess,
  gone: Promise<never>,
): Child<Questions>['ask'] {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  process_.on('message', ({ id, answer, error }: Reply) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(answer);
    else asked?.reject(new Error(error));
  });
  return async (name, ...detail) => {
    last += 1;
    const asked = Promise.withResolvers<unknown>();
    waiting.set(last, asked);
    process_.send({ id: last, name, detail });
    return (await Promise.race([asked.promise, gone])) as never;
  };
}

function stopping(process_: ChildProcess): () => Promise<void> {
  return async () => {
    if (process_.exitCode !== null || process_.signalCode !== null) return;
    const ended = new Promise((resolve) => process_.once('exit', resolve));
    process_.disconnect();
    await ended;
  };
}
