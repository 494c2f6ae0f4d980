import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { type Terminal, UsageError } from './context.ts';

/** Asks a question and waits for the line. */
export function ask(terminal: Terminal, question: string): Promise<string> {
  return answer(terminal, question, false);
}

/** Asks a question whose answer is not shown. */
export function askHidden(terminal: Terminal, question: string): Promise<string> {
  return answer(terminal, question, true);
}

async function answer(terminal: Terminal, question: string, hidden: boolean): Promise<string> {
  const { stdin, stderr } = terminal;
  stderr.write(question);
  const isTyped = stdin.isTTY === true;
  const line = await (isTyped ? typedLine(terminal, hidden) : pipedLine(stdin));
  if (hidden || !isTyped) stderr.write('\n');
  if (line === undefined) {
    throw new UsageError('The input ended before everything was asked; use --no-input in scripts.');
  }
  return line;
}

/** A line from a keyboard, edited as usual; undefined when there will be none. */
function typedLine({ stdin, stderr }: Terminal, hidden: boolean): Promise<string | undefined> {
  const shown = new Writable({
    write(chunk, _encoding, done) {
      if (!hidden) stderr.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: stdin, output: shown, terminal: true, historySize: 0 });
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => resolve(undefined));
  });
}

/**
 * A line from a pipe or a file; undefined when there is none left. What came with it stays in the
 * stream for the next question, which an interface of `readline` would swallow.
 */
function pipedLine(stdin: Terminal['stdin']): Promise<string | undefined> {
  const parts: Buffer[] = [];
  return new Promise((resolve) => {
    if (stdin.readableEnded) return resolve(undefined);
    function settle(line: string | undefined): void {
      stdin.off('data', take).off('end', ended).pause();
      resolve(line);
    }
    function take(chunk: Buffer): void {
      const end = chunk.indexOf('\n');
      parts.push(end === -1 ? chunk : chunk.subarray(0, end));
      if (end === -1) return;
      settle(textOf(parts));
      if (end + 1 < chunk.length) stdin.unshift(chunk.subarray(end + 1));
    }
    function ended(): void {
      settle(parts.length === 0 ? undefined : textOf(parts));
    }
    stdin.on('data', take).on('end', ended).resume();
  });
}

function textOf(parts: readonly Buffer[]): string {
  const text = Buffer.concat(parts).toString('utf8');
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
