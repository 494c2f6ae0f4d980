import { fakeClock } from '../../testing/clock.ts';
import { contend } from '../../testing/process-race.ts';
import { tickets } from './index.ts';

// One ticket for each round, made by the test before the race; its secret is known by the round.
const clock = fakeClock();
await contend((database) => {
  const door = tickets({ database, clock: () => clock.now() });
  return {
    consume: async (round) =>
      (await door.consume('race', process.env[`TICKET_${round}`] ?? '')) !== undefined,
  };
});
