import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Database } from '../storage/database.ts';
import { openDatabase } from '../storage/open-database.ts';
import { race } from './race.ts';

/**
 * What one caller does: true for winning, false for losing. Reject for anything else.
 * `round` names the thing raced for, the same for all callers of a round.
 */
export type Contender = (round: number, caller: number) => Promise<boolean>;

/** Where and how long to race. */
export interface ProcessRaceOptions {
  /** The module that calls {@link contend}. */
  readonly entry: URL;
  /** The database, a file or a server: both processes open it. */
  readonly url: string;
  /** Which of the entry's contenders to start. */
  readonly contender: string;
  /** Default 20. */
  readonly rounds?: number;
  /** Over both processes together. Default 64. */
  readonly callers?: number;
}

type Order = { contender: string; round: number; callers: number; first: number };
type Report = { winners: number; errors: readonly string[] };

/**
 * Races callers in two processes on one database and resolves to the number of winners per round.
 *
 * Use in the contract of every store: whatever can be used once must have one winner per round.
 * The callers of a round are released together, in both processes.
 *
 * @throws AssertionError when a caller rejected.
 */
export async function raceProcesses({
  entry,
  url,
  contender,
  rounds = 20,
  callers = 64,
}: ProcessRaceOptions): Promise<readonly number[]> {
  const children = [0, 1].map(() =>
    fork(entry, [url], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
  );
  try {
    await Promise.all(children.map((child) => reply(child)));
    const winners: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const replies = children.map((child) => reply<Report>(child));
      children.forEach((child, index) => {
        const half = Math.ceil(callers / 2);
        child.send({ contender, round, callers: half, first: index * half } satisfies Order);
      });
      const reports = await Promise.all(replies);
      assert.deepEqual(
        reports.flatMap((report) => report.errors),
        [],
      );
      winners.push(reports.reduce((sum, report) => sum + report.winners, 0));
    }
    return winners;
  } finally {
    await Promise.all(children.map((child) => end(child)));
  }
}

/**
 * The other side of {@link raceProcesses}: opens the database and waits for orders.
 *
 * Use as the only statement of the entry module.
 */
export async function contend(
  open: (database: Database) => Readonly<Record<string, Contender>>,
): Promise<void> {
  const url = process.argv[2];
  assert.ok(url !== undefined && process.send !== undefined, 'start this through raceProcesses');
  const database = await openDatabase(url, { create: false });
  const contenders = open(database);
  process.on('disconnect', () => void database.close());
  process.on('message', (order: Order) => {
    void run(contenders, order).then((report) => process.send?.(report));
  });
  process.send('ready');
}

async function run(
  contenders: Readonly<Record<string, Contender>>,
  { contender, round, callers, first }: Order,
): Promise<Report> {
  const work = contenders[contender];
  if (work === undefined) return { winners: 0, errors: [`no contender named ${contender}`] };
  const results = await race(callers, (caller) => work(round, first + caller));
  return {
    winners: results.filter((result) => result.status === 'fulfilled' && result.value).length,
    errors: results.flatMap((result) =>
      result.status === 'rejected' ? [String(result.reason)] : [],
    ),
  };
}

/** The child's next message. @throws Error when it ends instead. */
async function reply<Message>(child: ChildProcess): Promise<Message> {
  const ended = new AbortController();
  const exit = () => ended.abort(new Error('a racing process ended before its answer'));
  child.once('exit', exit);
  try {
    const [message] = await once(child, 'message', { signal: ended.signal });
    return message as Message;
  } catch (error) {
    throw ended.signal.aborted ? ended.signal.reason : error;
  } finally {
    child.off('exit', exit);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  if (child.connected) child.disconnect();
  await exited;
}
