import { expect, test } from 'vitest';
import { sha256 } from '../../crypto/digest.ts';
import { raceProcesses } from '../../testing/process-race.ts';
import { race, winners } from '../../testing/race.ts';
import { sessionStore } from './store.ts';
import type { SessionTables } from './tables.ts';
import { type Desk, openDesk } from './test-desk.ts';

const given = { methods: ['pwd'] };
const entry = new URL('./test-race.ts', import.meta.url);

function rows({ database }: Desk) {
  return database.tables<SessionTables>().kysely.selectFrom('session').selectAll().execute();
}

/** Sessions whose secret ids the racing processes can work out. */
async function seed(desk: Desk, rounds: number): Promise<void> {
  const store = sessionStore().open(desk.database);
  const { id, credentialVersion } = await desk.user();
  const time = desk.clock.now().getTime();
  for (let round = 0; round < rounds; round += 1) {
    const row = {
      digest: sha256(String(round).padStart(43, 'x')),
      public_id: `public ${round}`,
      user_id: id,
      credential_version: credentialVersion,
      created_at: time,
      last_seen_at: time,
      expires_at: time + 86_400_000,
      methods: '',
      address: null,
      user_agent: null,
      remembered: false,
    };
    await store.begin({ row, replaces: undefined, limit: 1_000 });
  }
}

test('of 64 rotations of one session one wins, and one id is live after it', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const { id } = await desk.sessions.start(user, given);
  const results = await race(64, () => desk.sessions.rotate(id));
  expect(winners(results)).toBe(1);
  expect(await rows(desk)).toHaveLength(1);
  const won = results.find((one) => one.status === 'fulfilled' && one.value !== undefined);
  const next = won?.status === 'fulfilled' ? won.value?.id : undefined;
  expect(await desk.sessions.source.find(next ?? '', desk.clock.now())).toBeDefined();
});

test('of 64 who end a session one did, and a rotation meanwhile brings nothing back', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const { id, session } = await desk.sessions.start(user, given);
  const results = await race(64, async (caller) => {
    if (caller % 2 === 0) return await desk.sessions.endByPublicId(user.id, session.id);
    await desk.sessions.rotate(id);
    return false;
  });
  expect(winners(results, (ended) => ended)).toBe(1);
  expect(await rows(desk)).toEqual([]);
});

test('64 log-ins at once stay within the limit and replace one session once (K25)', async () => {
  await using desk = await openDesk({ maxPerUser: 5 });
  const user = await desk.user();
  const first = await desk.sessions.start(user, given);
  const results = await race(64, () =>
    desk.sessions.signIn({ ...given, user, client: { address: undefined }, replaces: first.id }),
  );
  expect(winners(results)).toBe(64);
  expect(await rows(desk)).toHaveLength(5);
  expect(desk.events.filter(({ reason }) => reason === 'replaced')).toHaveLength(1);
});

test('a log-in that races with a password change leaves no session of the old one (K24)', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  await race(32, async (caller) => {
    if (caller === 16) await desk.accounts.setPassword(user, null);
    else await desk.sessions.start(user, given);
  });
  expect(await desk.sessions.list(user.id)).toEqual([]);
});

test('of 64 rotations in two processes one wins in every round', async () => {
  await using desk = await openDesk();
  await seed(desk, 5);
  const won = await raceProcesses({ entry, url: desk.url, contender: 'rotate', rounds: 5 });
  expect(won).toEqual([1, 1, 1, 1, 1]);
  expect(await rows(desk)).toHaveLength(5);
});

test('of 64 who end a session in two processes one did in every round', async () => {
  await using desk = await openDesk();
  await seed(desk, 5);
  const won = await raceProcesses({ entry, url: desk.url, contender: 'end', rounds: 5 });
  expect(won).toEqual([1, 1, 1, 1, 1]);
  expect(await rows(desk)).toEqual([]);
});
