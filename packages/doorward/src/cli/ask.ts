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

function answer({ stdin, stderr }: Terminal, question: string, hidden: boolean): Promise<string> {
  stderr.write(question);
  const shown = new Writable({
    write(chunk, _encoding, done) {
      if (!hidden) stderr.write(chunk);
      done();
    },
  });
  const lines = createInterface({
    input: stdin,
    output: shown,
    terminal: stdin.isTTY === true,
    historySize: 0,
  });
  return new Promise((resolve, reject) => {
    let answered = false;
    lines.once('line', (line) => {
      answered = true;
      lines.close();
      if (hidden || stdin.isTTY !== true) stderr.write('\n');
      resolve(line);
    });
    lines.once('close', () => {
      if (!answered)
        reject(
          new UsageError('The input ended before everything was asked; use --no-input in scripts.'),
        );
    });
  });
}
