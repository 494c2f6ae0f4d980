import { UniqueViolation } from '../storage/errors.ts';
import { sqlCounters } from '../storage/sql-counters.ts';
import { contend } from './process-race.ts';
import { raceStore } from './test-race-store.ts';

await contend((database) => {
  const store = raceStore.open(database);
  const counters = sqlCounters.open(database);
  return {
    consume: (round) => store.consume(`ticket ${round}`),
    claim: (round) => store.claim(`name ${round}`),
    claimInTransaction: (round) => store.claimInTransaction(`slow ${round}`),
    increment: async () => {
      await store.increment();
      return true;
    },
    take: async (round) => (await counters.take(`key ${round}`, 5, 60_000, 1_000)).allowed,
    fail: () => Promise.reject(new UniqueViolation({ columns: ['x'] })),
  };
});
