import { describe, expect, test } from 'vitest';
import type { Counters } from './counters.ts';
import { memoryCounters } from './memory-counters.ts';
import { migrate } from './migrate.ts';
import { slidingLogCounters } from './sliding-log.ts';
import { sqlCounters } from './sql-counters.ts';
import { testDatabase } from './test-directory.ts';
import throttle from './vectors/throttle-sequence.json' with { type: 'json' };

const minute = 60_000;
const start = Date.UTC(2026, 0, 1);

async function openSqlCounters(): Promise<Counters> {
  const database = await testDatabase('memory');
  await migrate(database, [sqlCounters]);
  return sqlCounters.open(database);
}

const kinds: readonly [string, () => Counters | Promise<Counters>][] = [
  ['memory', () => memoryCounters()],
  ['sql', openSqlCounters],
  ['sliding log', () => slidingLogCounters()],
];

describe.each(kinds)('%s counters', (_name, open) => {
  test('allow the limit at once and not one more', async () => {
    const counters = await open();
    const results = await Promise.all(
      Array.from({ length: 20 }, async () => await counters.take('k', 7, minute, start)),
    );
    expect(results.map((result) => result.allowed)).toEqual([
      ...Array.from({ length: 7 }, () => true),
      ...Array.from({ length: 13 }, () => false),
    ]);
    expect(results.map((result) => result.remaining).slice(0, 8)).toEqual([6, 5, 4, 3, 2, 1, 0, 0]);
  });

  test('allow the refused call after the wait they named, and not a millisecond sooner', async () => {
    const counters = await open();
    for (let call = 0; call < 7; call += 1) await counters.take('k', 7, minute, start);
    const { waitMs } = await counters.take('k', 7, minute, start + 1_000);
    expect(waitMs).toBeGreaterThan(0);
    const early = await counters.take('k', 7, minute, start + 1_000 + waitMs - 1);
    expect(early).toMatchObject({ allowed: false, waitMs: 1 });
    const late = await counters.take('k', 7, minute, start + 1_000 + waitMs);
    expect(late).toMatchObject({ allowed: true, waitMs: 0 });
  });

  test('start afresh after a whole window', async () => {
    const counters = await open();
    for (let call = 0; call < 9; call += 1) await counters.take('k', 3, minute, start);
    expect(await counters.take('k', 3, minute, start + minute)).toEqual({
      allowed: true,
      remaining: 2,
      waitMs: 0,
    });
  });

  test('take the cost of a call, or nothing of it', async () => {
    const counters = await open();
    expect(await counters.take('k', 10, minute, start, 8)).toMatchObject({ remaining: 2 });
    expect(await counters.take('k', 10, minute, start, 3)).toMatchObject({
      allowed: false,
      remaining: 2,
    });
    expect(await counters.take('k', 10, minute, start, 2)).toMatchObject({ remaining: 0 });
  });

  test('peek without counting', async () => {
    const counters = await open();
    expect(await counters.peek('k', 1, minute, start)).toEqual({
      allowed: true,
      remaining: 1,
      waitMs: 0,
    });
    await counters.take('k', 1, minute, start);
    for (let look = 0; look < 3; look += 1)
      expect(await counters.peek('k', 1, minute, start)).toEqual({
        allowed: false,
        remaining: 0,
        waitMs: minute,
      });
  });

  test('keep keys apart, long and odd ones too, and forget one', async () => {
    const counters = await open();
    const long = 'x'.repeat(10_000);
    const keys = ['a', 'b', long, `${long}y`, '\ud800', '\udc00', 'a\0b'];
    for (const key of keys)
      expect(await counters.take(key, 1, minute, start)).toMatchObject({ allowed: true });
    for (const key of keys)
      expect(await counters.take(key, 1, minute, start)).toMatchObject({ allowed: false });
    await counters.forget(long);
    expect(await counters.take(long, 1, minute, start)).toMatchObject({ allowed: true });
    expect(await counters.take('a', 1, minute, start)).toMatchObject({ allowed: false });
  });

  test.each([
    [0, minute, 1],
    [1.5, minute, 1],
    [1, 0, 1],
    [2, minute, 3],
    [2, minute, 0],
  ])('refuse to count %d per %d ms at cost %d', async (limit, windowMs, cost) => {
    const counters = await open();
    await expect(
      (async () => await counters.take('k', limit, windowMs, start, cost))(),
    ).rejects.toBeInstanceOf(RangeError);
  });
});

describe.each(kinds.slice(0, 2))('%s counters refill evenly', (_name, open) => {
  test('one unit in each part of the window', async () => {
    const counters = await open();
    for (let call = 0; call < 6; call += 1) await counters.take('k', 6, minute, start);
    expect(await counters.take('k', 6, minute, start + 9_999)).toMatchObject({ waitMs: 1 });
    expect(await counters.take('k', 6, minute, start + 10_000)).toMatchObject({ allowed: true });
    expect(await counters.take('k', 6, minute, start + 10_000)).toMatchObject({ waitMs: 10_000 });
    expect(await counters.peek('k', 6, minute, start + 45_000)).toMatchObject({ remaining: 3 });
  });

  test('with limits that do not divide the window', async () => {
    const counters = await open();
    let allowed = 0;
    for (let now = start; now < start + 10 * minute; now += 500)
      if ((await counters.take('k', 7, minute, now)).allowed) allowed += 1;
    // A full burst, then seven a minute.
    expect(allowed).toBe(7 + 69);
  });

  test('a clock set back by a day shuts a key out for one window, not for a day', async () => {
    const counters = await open();
    const day = 86_400_000;
    for (let call = 0; call < 3; call += 1) await counters.take('k', 3, minute, start + day);
    expect(await counters.take('k', 3, minute, start)).toEqual({
      allowed: false,
      remaining: 0,
      waitMs: 20_000,
    });
    expect(await counters.take('k', 3, minute, start + minute)).toMatchObject({ remaining: 2 });
  });
});

test('sliding log counters answer as Django REST framework does (vector throttle_sequence)', () => {
  const counters = slidingLogCounters();
  for (const step of throttle.throttle_sequence.steps) {
    const result = counters.take('anon', 3, minute, step.t * 1_000);
    expect({ t: step.t, allowed: result.allowed, waitMs: result.waitMs }).toEqual({
      t: step.t,
      allowed: step.allowed,
      waitMs: (step.wait ?? 0) * 1_000,
    });
  }
});

test.each([
  ['memory', () => memoryCounters({ maxKeys: 1_000 })],
  ['sliding log', () => slidingLogCounters({ maxKeys: 1_000 })],
] as const)('%s counters under a flood of keys keep the keys at their limit', (_name, open) => {
  const counters = open();
  for (let call = 0; call < 5; call += 1) counters.take('victim', 5, minute, start);
  for (let key = 0; key < 20_000; key += 1) counters.take(`flood ${key}`, 5, minute, start);
  expect(counters.peek('victim', 5, minute, start).allowed).toBe(false);
  const remembered = Array.from({ length: 20_000 }, (_, key) =>
    counters.peek(`flood ${key}`, 5, minute, start),
  ).filter((result) => result.remaining < 5);
  expect(remembered).toHaveLength(999);
});

test('sliding log counters hold a bounded number of calls over all keys', () => {
  const counters = slidingLogCounters({ maxEntries: 100 });
  for (let key = 0; key < 100; key += 1) counters.take(`key ${key}`, 10, minute, start, 10);
  const full = Array.from({ length: 100 }, (_, key) =>
    counters.peek(`key ${key}`, 10, minute, start),
  ).filter((result) => !result.allowed);
  expect(full).toHaveLength(10);
});

test('sql counters clear out expired keys in passing', async () => {
  const database = await testDatabase('memory');
  await migrate(database, [sqlCounters]);
  const counters = sqlCounters.open(database);
  for (let key = 0; key < 200; key += 1) await counters.take(`old ${key}`, 2, minute, start);
  const later = start + 2 * minute;
  for (let key = 0; key < 100; key += 1) await counters.take(`new ${key}`, 2, minute, later);
  const { kysely } = database.tables<{ counter: { key: string } }>();
  const kept = await kysely.selectFrom('counter').select('key').execute();
  expect(kept).toHaveLength(100);
  expect(kept.every((row) => row.key.startsWith('new'))).toBe(true);
});

test('sql counters write nothing for a refused call', async () => {
  const database = await testDatabase('memory');
  await migrate(database, [sqlCounters]);
  const counters = sqlCounters.open(database);
  await counters.take('k', 1, minute, start);
  const { kysely } = database.tables<{ counter: { tat: number } }>();
  const state = () => kysely.selectFrom('counter').select('tat').executeTakeFirstOrThrow();
  const before = await state();
  await counters.take('k', 1, minute, start + 5);
  expect(await state()).toEqual(before);
});
