import { parseArgs } from 'node:util';

/** The parts of the benchmark, in the order they run. */
export const parts = ['speed', 'passwords', 'storm'] as const;
export type Part = (typeof parts)[number];

/** How much is measured, and where the results go. */
export interface Options {
  readonly users: number;
  /** Users of Basic whose passwords the server remembers. */
  readonly remembered: number;
  readonly rounds: number;
  /**
   * Seconds of one measured round, and of the load before it that is not counted. Whole seconds:
   * times of last use are written once a second, and none of it may fall outside.
   */
  readonly seconds: number;
  readonly warmUp: number;
  /** Seconds of one round of password hashes, and how many of those rounds. */
  readonly hashSeconds: number;
  readonly hashRounds: number;
  readonly stormSeconds: number;
  readonly only: readonly Part[];
  readonly json: string | undefined;
  readonly writeDocument: boolean;
}

const usage = `Usage: npm run bench -- [--quick] [--only speed|passwords|storm] [--json FILE] [--write-doc]

  --quick      few users and short rounds, to see whether it runs; the numbers mean little
  --only PART  one part; may be given more than once
  --json FILE  write the results there
  --write-doc  put the tables into docs/performance.md`;

const full = {
  users: 100_000,
  remembered: 1_000,
  rounds: 16,
  seconds: 1,
  warmUp: 1,
  hashSeconds: 10,
  hashRounds: 5,
  stormSeconds: 30,
} as const;

const quick: { readonly [Name in keyof typeof full]: number } = {
  users: 10_000,
  remembered: 100,
  rounds: 2,
  seconds: 1,
  warmUp: 1,
  hashSeconds: 2,
  hashRounds: 1,
  stormSeconds: 4,
};

/** Reads the command line; undefined when help was asked for and given. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [...parts] },
      json: { type: 'string' },
      'write-doc': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return undefined;
  }
  for (const part of values.only) {
    if (!(parts as readonly string[]).includes(part)) throw new TypeError(`no part ${part}`);
  }
  return {
    ...(values.quick ? quick : full),
    only: values.only as Part[],
    json: values.json,
    writeDocument: values['write-doc'],
  };
}
