import { eventStream } from '../../core/events.ts';
import { contend } from '../../testing/process-race.ts';
import { sessions } from './sessions.ts';

// One of two processes that race for the same sessions; sessions.race.test.ts starts it.
await contend((database) => {
  const desk = sessions({
    database,
    events: eventStream(),
    accounts: { recordLogin: () => Promise.resolve() },
    clock: () => new Date(Date.UTC(2026, 0, 1)),
  });
  const idOf = (round: number) => String(round).padStart(43, 'x');
  return {
    rotate: async (round) => (await desk.rotate(idOf(round))) !== undefined,
    end: async (round) => await desk.end(idOf(round)),
  };
});
