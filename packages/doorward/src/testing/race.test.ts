import { expect, onTestFinished, test } from 'vitest';
import { sqlCounters } from '../storage/sql-counters.ts';
import { memoryDatabase, temporaryDatabase } from './database.ts';
import { raceProcesses } from './process-race.ts';
import { race, winners } from './race.ts';
import { raceStore } from './test-race-store.ts';

const entry = new URL('./test-race-entry.ts', import.meta.url);
const rounds = 20;

async function shared() {
  const temporary = await temporaryDatabase([raceStore, sqlCounters]);
  onTestFinished(() => temporary[Symbol.asyncDispose]());
  return { ...temporary, store: raceStore.open(temporary.database) };
}

test.each(['consume', 'claim', 'claimInTransaction'])(
  'two processes with 64 callers: %s has one winner in every round',
  async (contender) => {
    const { url, store } = await shared();
    for (let round = 0; round < rounds; round += 1) await store.issue(`ticket ${round}`);
    const won = await raceProcesses({ entry, url, contender, rounds });
    expect(won).toEqual(Array.from({ length: rounds }, () => 1));
  },
);

test('two processes with 64 callers lose no increment', async () => {
  const { url, store } = await shared();
  await raceProcesses({ entry, url, contender: 'increment', rounds: 5 });
  expect(await store.total()).toBe(5 * 64);
});

test('two processes with 64 callers never take more than the limit', async () => {
  const { url } = await shared();
  expect(await raceProcesses({ entry, url, contender: 'take', rounds })).toEqual(
    Array.from({ length: rounds }, () => 5),
  );
});

test('a race whose callers fail is no race won by nobody', async () => {
  const { url } = await shared();
  const failing = raceProcesses({ entry, url, contender: 'fail', rounds: 1 });
  await expect(failing).rejects.toThrow('UniqueViolation');
  const unknown = raceProcesses({ entry, url, contender: 'nobody', rounds: 1 });
  await expect(unknown).rejects.toThrow('no contender named nobody');
});

test('in one process: one winner, and errors count only when they are expected', async () => {
  const database = await memoryDatabase([raceStore]);
  onTestFinished(() => database.close());
  const store = raceStore.open(database);
  await store.issue('d');
  expect(winners(await race(64, () => store.consume('d')), (took) => took)).toBe(1);
  const failures = await race(2, () => Promise.reject(new Error('taken')));
  expect(() => winners(failures)).toThrow('taken');
  expect(winners(failures, undefined, () => true)).toBe(0);
});
