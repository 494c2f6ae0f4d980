import { type Answer, type Connection, openConnection } from './connection.ts';
import { type Latency, stopwatch } from './latency.ts';
import type { Requests } from './requests.ts';

/** Callers who each send the next request as soon as they have their answer. */
export interface ClosedLoopOptions {
  readonly port: number;
  readonly callers: number;
  readonly seconds: number;
  /**
   * What a caller does who is told to come back later (503): `never` counts as a failure, `at-once`
   * does not listen, `later` waits as long as it was told. Default: `never`.
   */
  readonly refused?: 'never' | 'at-once' | 'later';
}

/** What came of it. */
export interface ClosedLoop {
  readonly answered: number;
  readonly refused: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
  readonly latency: Latency;
}

/**
 * Keeps a number of callers busy. Every answer is compared with what it has to be, and the first
 * wrong one ends the run.
 *
 * @param next The next request; the same for all callers.
 */
export async function closedLoop(
  next: () => ReturnType<Requests['at']>,
  { port, callers, seconds, refused: when = 'never' }: ClosedLoopOptions,
): Promise<ClosedLoop> {
  const watch = stopwatch();
  const over = Promise.withResolvers<never>();
  const connections = await Promise.all(
    Array.from({ length: callers }, () => openConnection(port, over.reject)),
  );
  const began = performance.now();
  const until = began + seconds * 1_000;
  let answered = 0;
  let refused = 0;

  function call(connection: Connection, done: () => void): void {
    const { bytes, expected } = next();
    const sent = performance.now();
    connection.send(bytes, (answer) => {
      if (when !== 'never' && answer.status === 503) refused += 1;
      else if (answer.status === 200 && answer.body === expected) {
        answered += 1;
        watch.stop(sent);
      } else return over.reject(wrong(answer, expected));
      if (performance.now() >= until) return done();
      const pause = when === 'later' ? (answer.retryAfter ?? 0) : 0;
      if (pause > 0) setTimeout(call, pause * 1_000, connection, done);
      else call(connection, done);
    });
  }

  const all = connections.map((connection) => new Promise<void>((done) => call(connection, done)));
  try {
    await Promise.race([Promise.all(all), over.promise]);
    const lasted = (performance.now() - began) / 1_000;
    return { answered, refused, seconds: lasted, latency: watch.read() };
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** What is told of an answer that should not have been given. */
export function wrong({ status, body }: Answer, expected: string): Error {
  return new Error(`expected ${expected}, got ${status} ${body.slice(0, 200)}`);
}
