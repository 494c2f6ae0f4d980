import { expect, test } from 'vitest';
import { raceProcesses } from '../../testing/process-race.ts';
import { race, winners } from '../../testing/race.ts';
import { openDesk } from './test-desk.ts';
import type { NewToken } from './types.ts';

const entry = new URL('./test-race.ts', import.meta.url);

function values<Value>(results: readonly PromiseSettledResult<Value>[]): readonly Value[] {
  return results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

test('64 who regenerate at once leave one token, and that one is good', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const made = values<NewToken>(await race(64, () => desk.tokens.regenerate(user, 'api')));
  expect(made).toHaveLength(64);
  const found: unknown[] = [];
  for (const { token } of made) {
    found.push(await desk.tokens.source.find(token, desk.clock.now()));
  }
  expect(found.filter((one) => one !== undefined)).toHaveLength(1);
  expect(await desk.tokens.list(user.id)).toHaveLength(1);
});

test('64 who make tokens at once stop at the limit (K25)', async () => {
  await using desk = await openDesk({ maxPerUser: 10 });
  const user = await desk.user();
  const results = await race(64, (caller) => desk.tokens.create(user, { name: `${caller}` }));
  const atLimit = (reason: unknown) => (reason as { code: string }).code === 'too_many_tokens';
  expect(winners(results, () => true, atLimit)).toBe(10);
  expect(await desk.tokens.list(user.id)).toHaveLength(10);
});

test('after an acknowledged revoke the token never lets anybody in (K21)', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  for (let round = 0; round < 20; round += 1) {
    const { token, record } = await desk.tokens.create(user, { name: 'api' });
    let revoked = false;
    const results = await race(32, async (caller) => {
      if (caller === round) revoked = await desk.tokens.revoke(user.id, record.id);
      const acknowledged = revoked;
      const found = await desk.tokens.source.find(token, desk.clock.now());
      return acknowledged && found !== undefined;
    });
    expect(winners(results, (letIn) => letIn)).toBe(0);
    expect(revoked).toBe(true);
  }
});

test('of 64 who revoke one token one did', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const { record } = await desk.tokens.create(user, { name: 'api' });
  const results = await race(64, () => desk.tokens.revoke(user.id, record.id));
  expect(winners(results, (revoked) => revoked)).toBe(1);
  expect(desk.events.filter(({ name }) => name === 'token.revoked')).toHaveLength(1);
});

test('two processes that regenerate leave one token', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  expect(user).toMatchObject({ id: 1, credentialVersion: 1 });
  const won = await raceProcesses({ entry, url: desk.url, contender: 'regenerate', rounds: 3 });
  expect(won).toEqual([64, 64, 64]);
  expect(await desk.tokens.list(user.id)).toHaveLength(1);
});

test('two processes that make tokens stop at the limit together', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const won = await raceProcesses({ entry, url: desk.url, contender: 'create', rounds: 2 });
  expect(won).toEqual([10, 0]);
  expect(await desk.tokens.list(user.id)).toHaveLength(10);
});
