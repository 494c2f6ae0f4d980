import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { HashJobFailed, HashPoolClosed, HashQueueFull, HashWorkerDied } from './hash-errors.ts';
import type { Pbkdf2Job } from './hash-jobs.ts';
import { type HashPool, type HashPoolOptions, hashPool } from './hash-pool.ts';

const salt = new Uint8Array(16);
const job = (iterations: number, password = 'password'): Pbkdf2Job => {
  return { kind: 'pbkdf2', digest: 'sha256', iterations, password, salt, length: 32 };
};
const quick = job(1);
const slow = job(400_000);

const open: HashPool[] = [];
function pool(options: HashPoolOptions): HashPool {
  const made = hashPool(options);
  open.push(made);
  return made;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

test('computes PBKDF2 (RFC 7914 §11, first vector)', async () => {
  const text = new TextEncoder().encode('salt');
  const result = await pool({ workers: 1 }).run({ ...job(1, 'passwd'), salt: text, length: 64 });
  expect(Buffer.from(result).toString('hex')).toBe(
    '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc' +
      '49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
  );
});

test('starts threads when first needed, never more than it may', async () => {
  const two = pool({ workers: 2 });
  expect(two.stats()).toMatchObject({ workers: 0, running: 0, waiting: 0, done: 0 });
  const runs = [1, 2, 3, 4, 5].map(() => two.run(quick));
  expect(two.stats()).toMatchObject({ workers: 2, running: 2, waiting: 3 });
  await Promise.all(runs);
  expect(two.stats()).toMatchObject({ workers: 2, running: 0, waiting: 0, done: 5, refused: 0 });
});

test('answers each caller with the result of its own job', async () => {
  const two = pool({ workers: 2 });
  const passwords = Array.from({ length: 20 }, (_, index) => `password ${index}`);
  const together = await Promise.all(passwords.map((password) => two.run(job(1, password))));
  const one = pool({ workers: 1 });
  for (const [index, password] of passwords.entries()) {
    expect(await one.run(job(1, password))).toEqual(together[index]);
  }
});

test('leaves the event loop free while it works', async () => {
  const one = pool({ workers: 1 });
  await one.run(quick);
  let turns = 0;
  let working = true;
  const finished = one.run(slow).then(() => {
    working = false;
  });
  while (working) {
    await new Promise((resolve) => setImmediate(resolve));
    turns += 1;
  }
  await finished;
  expect(turns).toBeGreaterThan(100);
});

test('refuses a job that would wait too long, and says when to come back', async () => {
  // A job is first taken to need 80 ms: 25 of them may wait for one thread within two seconds.
  const one = pool({ workers: 1, maxQueueSeconds: 2, refusalDelay: 0 });
  const runs = Array.from({ length: 27 }, () => one.run(quick));
  const refusal: unknown = await one.run(quick).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(HashQueueFull);
  expect(refusal).toMatchObject({ code: 'hash_queue_full', retryAfter: 3 });
  expect(one.stats()).toMatchObject({ running: 1, waiting: 26, refused: 1 });
  await Promise.all(runs);
  await one.run(quick);
});

test('holds a refusal back, so that callers who come back at once are slowed down', async () => {
  let time = 0;
  const one = pool({ workers: 1, maxQueueSeconds: 2, refusalDelay: 40, clock: () => time });
  const runs = [one.run(slow), one.run(quick)];
  time = 2_001;
  const began = performance.now();
  await expect(one.run(quick)).rejects.toThrow(HashQueueFull);
  // A timer may be a millisecond early by this clock.
  expect(performance.now() - began).toBeGreaterThan(18);
  expect(one.stats().refused).toBe(1);
  await Promise.all(runs);
});

test('takes a job it held back when there is room by then', async () => {
  const one = pool({ workers: 1, maxQueueSeconds: 2, refusalDelay: 400 });
  await one.run(quick);
  const runs = Array.from({ length: 60 }, () => one.run(quick));
  expect(one.stats().waiting).toBeLessThan(40);
  expect(await Promise.all(runs)).toHaveLength(60);
  expect(one.stats()).toMatchObject({ done: 61, refused: 0 });
});

test('holds no more than a thousand refusals back', async () => {
  let time = 0;
  const one = pool({ workers: 1, maxQueueSeconds: 2, refusalDelay: 40, clock: () => time });
  const runs = [one.run(slow), one.run(quick)];
  time = 2_001;
  const refusals = Array.from({ length: 1_010 }, () => one.run(quick).catch(() => 'refused'));
  await Promise.resolve();
  expect(one.stats().refused).toBe(10);
  await Promise.all([...refusals, ...runs]);
});

test('gives a thread its next job before it is through, and takes it back when the thread dies', async () => {
  const one = pool({ workers: 1 });
  const started = new Promise<Worker>((resolve) => process.once('worker', resolve));
  const lost = one.run(slow);
  const rest = [one.run(quick), one.run(quick)];
  const worker = await started;
  await Promise.all([expect(lost).rejects.toThrow(HashWorkerDied), worker.terminate()]);
  expect(await Promise.all(rest)).toHaveLength(2);
});

test('takes a job that is longer under way than the average into account', async () => {
  let time = 0;
  const one = pool({ workers: 1, maxQueueSeconds: 2, refusalDelay: 0, clock: () => time });
  const runs = [one.run(quick), one.run(quick)];
  time = 2001;
  await expect(one.run(quick)).rejects.toThrow(HashQueueFull);
  await Promise.all(runs);
});

test('ends the queue in number too when jobs take no time', async () => {
  const one = pool({
    workers: 1,
    maxQueueSeconds: 0.02,
    refusalDelay: 0,
    clock: () => 0,
  });
  while (one.stats().jobSeconds > 0.000_01) await one.run(quick);
  const answers = Array.from({ length: 200 }, () => one.run(quick).catch(() => 'refused'));
  const refused = (await Promise.all(answers)).filter((answer) => answer === 'refused');
  expect(refused).toHaveLength(178);
});

test('rejects the job of a thread that dies, and goes on with a new thread', async () => {
  const errors: Error[] = [];
  const one = pool({ workers: 1, onError: (error) => errors.push(error) });
  const started = new Promise<Worker>((resolve) => process.once('worker', resolve));
  const lost = one.run(slow);
  const next = one.run(quick);
  const worker = await started;
  await Promise.all([expect(lost).rejects.toThrow(HashWorkerDied), worker.terminate()]);
  await expect(next).resolves.toHaveLength(32);
  expect(errors).toHaveLength(1);
  expect(one.stats()).toMatchObject({ workers: 1, running: 0, done: 1 });
});

test('replaces a thread that died while it had nothing to do', async () => {
  const one = pool({ workers: 1 });
  const started = new Promise<Worker>((resolve) => process.once('worker', resolve));
  await one.run(quick);
  await (await started).terminate();
  expect(one.stats().workers).toBe(0);
  await expect(one.run(quick)).resolves.toHaveLength(32);
});

test('rejects a job that cannot be computed, and keeps the thread', async () => {
  const one = pool({ workers: 1 });
  const impossible = { kind: 'scrypt', cost: 3, blockSize: 8, parallelization: 1 } as const;
  const failed = one.run({ ...impossible, password: 'hunter2', salt, length: 32 });
  await expect(failed).rejects.toThrow(HashJobFailed);
  await expect(failed).rejects.not.toThrow(/hunter2/);
  await expect(one.run(quick)).resolves.toHaveLength(32);
  expect(one.stats().workers).toBe(1);
});

test('finishes what it took before it closes, and takes no more', async () => {
  const one = pool({ workers: 1 });
  const runs = [one.run(slow), one.run(quick)];
  const closed = one.close();
  await expect(one.run(quick)).rejects.toThrow(HashPoolClosed);
  await closed;
  expect(await Promise.all(runs)).toHaveLength(2);
  expect(one.stats()).toMatchObject({ workers: 0, running: 0, waiting: 0, done: 2 });
  await one.close();
});

test('keeps a script alive while it works and lets it end afterwards', async () => {
  const flags = process.features.typescript === false ? ['--experimental-strip-types'] : [];
  const script = `
    const { hashPool } = await import(${JSON.stringify(new URL('./hash-pool.ts', import.meta.url).href)});
    const pool = hashPool({ workers: 1 });
    const job = ${JSON.stringify({ ...quick, salt: undefined })};
    const run = (iterations) => pool.run({ ...job, iterations, salt: new Uint8Array(16) });
    await run(1);
    const result = await run(200_000);
    console.log(result.length);`;
  const argv = [...flags, '--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, argv, { timeout: 10_000 });
  expect(stdout).toBe('32\n');
});

test.runIf(process.platform === 'linux')('lets the event loop go first (Linux)', async () => {
  const niceness = (): number[] =>
    readdirSync('/proc/self/task').map((thread) => {
      const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
    });
  const before = niceness();
  await pool({ workers: 1 }).run(quick);
  const lowered = niceness().filter((value) => value === 10).length;
  expect(lowered - before.filter((value) => value === 10).length).toBe(1);
});

test('refuses a number of workers that is none', () => {
  for (const workers of [0, -1, 1.5, Number.NaN]) {
    expect(() => hashPool({ workers })).toThrow(RangeError);
  }
});
