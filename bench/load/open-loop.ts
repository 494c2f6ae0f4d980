import { setTimeout as sleep } from 'node:timers/promises';
import { wrong } from './closed-loop.ts';
import { type Connection, openConnection } from './connection.ts';
import { type Latency, stopwatch } from './latency.ts';
import type { Requests } from './requests.ts';

/** Requests at a steady rate, whether or not earlier ones have been answered. */
export interface OpenLoopOptions {
  readonly port: number;
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
}

/** What came of it. */
export interface OpenLoop {
  readonly answered: number;
  readonly latency: Latency;
}

/** Enough for requests that wait: at 100 a second, for answers that take 640 ms each. */
const mostConnections = 64;

/**
 * Sends requests by the clock. A server that stops for a while is asked all the same, so that its
 * standstill shows in every request that met it. A request that finds no free connection counts
 * from the moment at which it was due.
 */
export async function openLoop(
  next: () => ReturnType<Requests['at']>,
  { port, rate, seconds }: OpenLoopOptions,
): Promise<OpenLoop> {
  const watch = stopwatch();
  const over = Promise.withResolvers<never>();
  over.promise.catch(() => undefined);
  const free = await Promise.all(
    Array.from({ length: mostConnections }, () => openConnection(port, over.reject)),
  );
  const connections = [...free];
  const due: number[] = [];
  let answered = 0;

  function send(connection: Connection, since: number): void {
    const { bytes, expected } = next();
    connection.send(bytes, (answer) => {
      if (answer.status !== 200 || answer.body !== expected) {
        over.reject(wrong(answer, expected));
        return;
      }
      answered += 1;
      watch.stop(since);
      const waiting = due.shift();
      if (waiting === undefined) free.push(connection);
      else send(connection, waiting);
    });
  }

  const began = performance.now();
  const count = Math.round(rate * seconds);
  try {
    for (let each = 0; each < count; each += 1) {
      const wait = began + (each * 1_000) / rate - performance.now();
      if (wait > 0) await Promise.race([sleep(wait), over.promise]);
      const connection = free.pop();
      if (connection === undefined) due.push(performance.now());
      else send(connection, performance.now());
    }
    while (answered < count) await Promise.race([sleep(5), over.promise]);
    return { answered, latency: watch.read() };
  } finally {
    for (const connection of connections) connection.close();
  }
}
