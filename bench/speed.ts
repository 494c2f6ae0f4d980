import { type Child, loadCore, serverCore, startChild } from './children.ts';
import { busyTime } from './core-time.ts';
import type { Load } from './load/load.ts';
import type { Kind } from './load/requests.ts';
import type { Options } from './options.ts';
import type { Records } from './records.ts';
import type { Serving } from './servers/serving.ts';
import { medianOf, quantile } from './statistics.ts';

/** One line of the first table. */
export interface SpeedRow {
  readonly name: string;
  /** What the ratio has to reach, where something was promised. */
  readonly goal: number | undefined;
  /** Medians of the rounds. */
  readonly requestsPerSecond: number;
  /** Between which rates the middle half of the rounds lay: how steady the machine was. */
  readonly middleHalf: readonly [low: number, high: number];
  readonly p50: number;
  readonly p99: number;
  readonly cpuMicroseconds: number;
  /** Against the floor of the same round: requests per second, and the floor's CPU by this one's. */
  readonly rateRatio: number;
  readonly cpuRatio: number;
  /** Requests per second against the bare server on the same framework. */
  readonly frameworkRatio: number;
  /** Share of the server's core that other processes took, of which there should be none. */
  readonly disturbed: number;
  /** Share of its core that the load generator used: near 1 it would be what is measured. */
  readonly loadBusy: number;
}

interface Target {
  readonly name: string;
  readonly server: string;
  readonly kind: Kind;
  /** Name of the bare target on the same framework. */
  readonly bare: string;
  readonly goal?: number;
}

interface Sample {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpu: number;
  readonly disturbed: number;
  readonly loadBusy: number;
}

const connections = 64;
/** The bare server, and the three kinds of credentials. */
const targetsPerFramework = 4;

const frameworks = [
  { name: 'node:http', file: 'node', goals: { token: 0.75, session: 0.75, basic: 0.6 } },
  { name: 'Hono', file: 'hono', goals: {} },
  { name: 'Fastify', file: 'fastify', goals: {} },
] as const;

const floorName = 'bare node:http';

function targets(): readonly Target[] {
  return frameworks.flatMap(({ name, file, goals }): Target[] => {
    const bare = `bare ${name}`;
    return [
      { name: bare, server: `floor-${file}`, kind: 'token', bare },
      ...(['token', 'session', 'basic'] as const).map((kind) => {
        const goal = (goals as Partial<Record<Kind, number>>)[kind];
        const label = kind === 'basic' ? 'repeated Basic' : kind;
        const target = { name: `${label}, ${name}`, server: `doorward-${file}`, kind, bare };
        return goal === undefined ? target : { ...target, goal };
      }),
    ];
  });
}

/** Measures every target in every round, so that what changes with time meets all alike. */
export async function measureSpeed(
  file: string,
  options: Options,
  records: Child<Records>,
  say: (progress: string) => void,
): Promise<readonly SpeedRow[]> {
  const all = targets();
  const servers = new Map<string, Child<Serving>>();
  const load = await startChild<Load>('./load/load.ts', { core: loadCore });
  try {
    for (const { server } of all) {
      if (servers.has(server)) continue;
      const started = { core: serverCore, args: [file] };
      servers.set(server, await startChild<Serving>(`./servers/${server}.ts`, started));
    }
    const rounds: Map<string, Sample>[] = [];
    for (let round = 0; round < options.rounds; round += 1) {
      const samples = new Map<string, Sample>();
      // Forwards and backwards, so that none is always measured after the same other.
      for (const target of round % 2 === 0 ? all : all.toReversed()) {
        if (samples.size % targetsPerFramework === 0) await records.ask('age');
        const server = servers.get(target.server) as Child<Serving>;
        samples.set(target.name, await measure(target, server, load, options));
      }
      rounds.push(samples);
      const rates = [...samples.values()].map((sample) => Math.round(sample.requestsPerSecond));
      say(`round ${round + 1} of ${options.rounds}, requests/s: ${rates.join(' ')}`);
    }
    return all.map((target) => rowOf(target, rounds));
  } finally {
    await Promise.all([load, ...servers.values()].map((child) => child.stop()));
  }
}

async function measure(
  { kind }: Target,
  server: Child<Serving>,
  load: Child<Load>,
  { users, remembered, warmUp, seconds }: Options,
): Promise<Sample> {
  const port = await server.ask('port');
  const visitors = { kind, users: kind === 'basic' ? remembered : users };
  await load.ask('closed', visitors, { port, callers: connections, seconds: warmUp });
  const before = [await server.ask('cpu'), await load.ask('cpu')] as const;
  const busyBefore = busyTime(serverCore);
  const run = await load.ask('closed', visitors, { port, callers: connections, seconds });
  const busyAfter = busyTime(serverCore);
  const used = (await server.ask('cpu')) - before[0];
  const loadUsed = (await load.ask('cpu')) - before[1];
  const busy = busyBefore === undefined ? undefined : (busyAfter ?? 0) - busyBefore;
  return {
    requestsPerSecond: run.answered / run.seconds,
    p50: run.latency.p50,
    p99: run.latency.p99,
    cpu: used / run.answered,
    disturbed: busy === undefined ? 0 : Math.max(0, (busy - used / 1_000) / (run.seconds * 1_000)),
    loadBusy: loadUsed / (run.seconds * 1_000_000),
  };
}

function rowOf(
  { name, bare, goal }: Target,
  rounds: readonly ReadonlyMap<string, Sample>[],
): SpeedRow {
  const of = (target: string) => rounds.map((round) => round.get(target) as Sample);
  const own = of(name);
  const rates = own.map((sample) => sample.requestsPerSecond);
  const against = (other: string, ratio: (mine: Sample, other: Sample) => number) => {
    const others = of(other);
    return medianOf([...own.entries()], ([at, mine]) => ratio(mine, others[at] as Sample));
  };
  return {
    name,
    goal,
    requestsPerSecond: medianOf(own, (sample) => sample.requestsPerSecond),
    middleHalf: [quantile(rates, 0.25), quantile(rates, 0.75)],
    p50: medianOf(own, (sample) => sample.p50),
    p99: medianOf(own, (sample) => sample.p99),
    cpuMicroseconds: medianOf(own, (sample) => sample.cpu),
    rateRatio: against(
      floorName,
      (mine, floor) => mine.requestsPerSecond / floor.requestsPerSecond,
    ),
    cpuRatio: against(floorName, (mine, floor) => floor.cpu / mine.cpu),
    frameworkRatio: against(
      bare,
      (mine, other) => mine.requestsPerSecond / other.requestsPerSecond,
    ),
    disturbed: medianOf(own, (sample) => sample.disturbed),
    loadBusy: medianOf(own, (sample) => sample.loadBusy),
  };
}
