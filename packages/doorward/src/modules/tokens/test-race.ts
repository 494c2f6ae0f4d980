import { eventStream } from '../../core/events.ts';
import { contend } from '../../testing/process-race.ts';
import type { User } from '../accounts/index.ts';
import { tokens } from './tokens.ts';

// One of two processes that race for the same tokens; tokens-race.test.ts starts it.
await contend((database) => {
  const clock = () => new Date(Date.UTC(2026, 0, 1));
  const desk = tokens({ database, events: eventStream(), clock, maxPerUser: 10 });
  const user = { id: 1, credentialVersion: 1 } as User;
  return {
    regenerate: async () => (await desk.regenerate(user, 'api')).token !== '',
    create: async (round, caller) => {
      const made = desk.create(user, { name: `${round} ${caller}` });
      return await made.then(
        () => true,
        (error: unknown) => {
          if ((error as { code?: string }).code === 'too_many_tokens') return false;
          throw error;
        },
      );
    },
  };
});
