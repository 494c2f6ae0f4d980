import { expect, test } from 'vitest';
import { fakeClock } from '../../testing/clock.ts';
import { temporaryDatabase } from '../../testing/database.ts';
import { raceProcesses } from '../../testing/process-race.ts';
import { race, winners } from '../../testing/race.ts';
import { tickets } from './index.ts';
import { ticketStore } from './store.ts';

async function open() {
  const temporary = await temporaryDatabase([ticketStore]);
  const clock = fakeClock();
  const door = tickets({ database: temporary.database, clock: () => clock.now() });
  return {
    ...temporary,
    clock,
    door,
    [Symbol.asyncDispose]: () => temporary[Symbol.asyncDispose](),
  };
}

const setup = { purpose: 'setup', subject: 'first', seconds: 60 };

test('a ticket is good once, for its own purpose, until it expires', async () => {
  await using desk = await open();
  const secret = await desk.door.issue(setup);
  expect(await desk.door.isGood('setup', secret)).toBe(true);
  expect(await desk.door.consume('reset', secret)).toBeUndefined();
  expect(await desk.door.consume('setup', `${secret}x`)).toBeUndefined();
  expect((await desk.door.consume('setup', secret))?.subject).toBe('first');
  expect(await desk.door.consume('setup', secret)).toBeUndefined();
  expect(await desk.door.isGood('setup', secret)).toBe(false);

  const late = await desk.door.issue(setup);
  desk.clock.advance(60_000);
  expect(await desk.door.consume('setup', late)).toBeUndefined();
  expect(await desk.door.clearExpired()).toBe(1);
});

test('only the newest ticket of a purpose and subject is good', async () => {
  await using desk = await open();
  const [older, other] = [
    await desk.door.issue(setup),
    await desk.door.issue({ ...setup, subject: 'b' }),
  ];
  const newer = await desk.door.issue(setup);
  expect(await desk.door.consume('setup', older)).toBeUndefined();
  expect(await desk.door.consume('setup', other)).toBeDefined();
  expect(await desk.door.consume('setup', newer)).toBeDefined();
});

test('the secret is not in the database', async () => {
  await using desk = await open();
  const secret = await desk.door.issue(setup);
  const { kysely } = desk.database.tables<{ ticket: { digest: string } }>();
  const rows = await kysely.selectFrom('ticket').selectAll().execute();
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(secret);
});

test('of 64 who redeem at once one does', async () => {
  await using desk = await open();
  for (let round = 0; round < 20; round += 1) {
    const secret = await desk.door.issue(setup);
    const results = await race(64, () => desk.door.consume('setup', secret));
    expect(winners(results, (value) => value !== undefined)).toBe(1);
  }
});

test('of 64 who redeem at once in two processes one does', async () => {
  await using desk = await open();
  const rounds = 5;
  for (let round = 0; round < rounds; round += 1) {
    const secret = await desk.door.issue({ purpose: 'race', subject: `${round}`, seconds: 600 });
    process.env[`TICKET_${round}`] = secret;
  }
  const entry = new URL('./test-race.ts', import.meta.url);
  const won = await raceProcesses({ entry, url: desk.url, contender: 'consume', rounds });
  expect(won).toEqual([1, 1, 1, 1, 1]);
});
