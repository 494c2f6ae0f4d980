import { type Child, loadCore, serverCore, startChild } from './children.ts';
import type { ClosedLoopOptions } from './load/closed-loop.ts';
import type { Latency } from './load/latency.ts';
import type { Load } from './load/load.ts';
import type { Options } from './options.ts';
import type { Serving } from './servers/serving.ts';

/** One line of the third table. */
export interface StormRow {
  readonly name: string;
  /** What the p99 has to stay under, in milliseconds. */
  readonly goal: number | undefined;
  readonly latency: Latency;
  readonly logInsPerSecond: number;
  /** Log-ins answered with 503, because the queue of passwords was full. */
  readonly refusedPerSecond: number;
}

const callers = 64;
const tokensPerSecond = 100;

const storms = [
  { name: 'nobody logs in', goal: undefined, refused: undefined },
  { name: '64 callers who come back when told', goal: 15, refused: 'later' },
  { name: '64 callers who come back at once', goal: 15, refused: 'at-once' },
] as const;

/** Measures how long token requests take while many log in, all on one core. */
export async function measureStorm(
  file: string,
  options: Options,
  say: (progress: string) => void,
): Promise<readonly StormRow[]> {
  const tokens = await startChild<Load>('./load/load.ts', { core: loadCore });
  const crowd = await startChild<Load>('./load/load.ts', { core: loadCore });
  const server = await startChild<Serving>('./servers/log-in.ts', {
    core: serverCore,
    args: [file],
  });
  try {
    const port = await server.ask('port');
    // Both paths as a server has them that has run for a while.
    const { users } = options;
    await tokens.ask('closed', { kind: 'token', users }, { port, callers, seconds: 2 });
    await crowd.ask('closed', { kind: 'log-in', users }, { port, callers: 4, seconds: 1 });
    const rows: StormRow[] = [];
    for (const { name, goal, refused } of storms) {
      const row = await weather({ tokens, crowd, port }, options, refused);
      rows.push({ name, goal, ...row });
      say(`${name}: p99 ${row.latency.p99.toFixed(2)} ms, ${row.logInsPerSecond.toFixed(1)}/s`);
    }
    return rows;
  } finally {
    await Promise.all([tokens.stop(), crowd.stop(), server.stop()]);
  }
}

interface Site {
  readonly tokens: Child<Load>;
  readonly crowd: Child<Load>;
  readonly port: number;
}

async function weather(
  { tokens, crowd, port }: Site,
  { users, stormSeconds: seconds }: Options,
  refused: ClosedLoopOptions['refused'],
): Promise<Pick<StormRow, 'latency' | 'logInsPerSecond' | 'refusedPerSecond'>> {
  const steady = { port, rate: tokensPerSecond, seconds };
  if (refused === undefined) {
    const { latency } = await tokens.ask('open', { kind: 'token', users }, steady);
    return { latency, logInsPerSecond: 0, refusedPerSecond: 0 };
  }
  // The crowd begins before and ends after the requests that are measured.
  const rush = { port, callers, seconds: seconds + 4, refused };
  const crowding = crowd.ask('closed', { kind: 'log-in', users }, rush);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const { latency } = await tokens.ask('open', { kind: 'token', users }, steady);
  const storm = await crowding;
  return {
    latency,
    logInsPerSecond: storm.answered / storm.seconds,
    refusedPerSecond: storm.refused / storm.seconds,
  };
}
