import { type Child, loadCore, serverCore, startChild } from './children.ts';
import type { Load } from './load/load.ts';
import type { Options } from './options.ts';
import type { Hashing } from './servers/hashes.ts';
import type { Serving } from './servers/serving.ts';
import { medianOf } from './statistics.ts';

/** One line of the second table. */
export interface PasswordRow {
  readonly name: string;
  readonly goal: number | undefined;
  readonly perSecond: number;
  readonly cpuMilliseconds: number;
  /** Against the bare hash of the same round: per second, and the bare hash's CPU by this one's. */
  readonly rateRatio: number;
  readonly cpuRatio: number;
}

interface Sample {
  readonly perSecond: number;
  readonly cpuMilliseconds: number;
}

type Round = Readonly<Record<(typeof lines)[number]['key'], Sample>>;

const lines = [
  { key: 'bare', name: 'argon2id alone', goal: undefined },
  { key: 'basic', name: 'first Basic, node:http', goal: 0.95 },
  { key: 'logIn', name: 'log-in, node:http', goal: 0.95 },
] as const;

/** Enough that a password always waits to be hashed, and few enough that none is refused. */
const callers = 4;

/** Measures how fast passwords are hashed alone, for first requests of Basic, and for log-ins. */
export async function measurePasswords(
  file: string,
  options: Options,
  say: (progress: string) => void,
): Promise<readonly PasswordRow[]> {
  const load = await startChild<Load>('./load/load.ts', { core: loadCore });
  const pinned = { core: serverCore, args: [file] };
  const hashing = await startChild<Hashing>('./servers/hashes.ts', pinned);
  const server = await startChild<Serving>('./servers/log-in.ts', pinned);
  try {
    const rounds: Round[] = [];
    for (let each = 0; each < options.hashRounds; each += 1) {
      const { hashes, seconds, cpu } = await hashing.ask('rate', options.hashSeconds);
      const bare = { perSecond: hashes / seconds, cpuMilliseconds: cpu / 1_000 / hashes };
      const basic = await measure('basic', server, load, options);
      const round = { bare, basic, logIn: await measure('log-in', server, load, options) };
      rounds.push(round);
      say(
        `round ${each + 1}: ${lines.map(({ key }) => round[key].perSecond.toFixed(2)).join(' ')}`,
      );
    }
    return lines.map(({ key, name, goal }) => ({
      name,
      goal,
      perSecond: medianOf(rounds, (round) => round[key].perSecond),
      cpuMilliseconds: medianOf(rounds, (round) => round[key].cpuMilliseconds),
      rateRatio: medianOf(rounds, (round) => round[key].perSecond / round.bare.perSecond),
      cpuRatio: medianOf(
        rounds,
        (round) => round.bare.cpuMilliseconds / round[key].cpuMilliseconds,
      ),
    }));
  } finally {
    await Promise.all([load.stop(), hashing.stop(), server.stop()]);
  }
}

async function measure(
  kind: 'basic' | 'log-in',
  server: Child<Serving>,
  load: Child<Load>,
  { users, hashSeconds: seconds }: Options,
): Promise<Sample> {
  const port = await server.ask('port');
  const before = await server.ask('cpu');
  const run = await load.ask('closed', { kind, users }, { port, callers, seconds });
  const cpu = (await server.ask('cpu')) - before;
  return {
    perSecond: run.answered / run.seconds,
    cpuMilliseconds: cpu / 1_000 / run.answered,
  };
}
