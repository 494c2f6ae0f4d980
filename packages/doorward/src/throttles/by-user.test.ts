import { describe, expect, test } from 'vitest';
import { drf } from '../core/switches.ts';
import type { Throttle } from '../core/throttle.ts';
import { slidingLogCounters } from '../storage/sliding-log.ts';
import { byKey } from './by-key.ts';
import { byUser } from './by-user.ts';
import { scoped } from './scoped.ts';
import { as, nobody, requestAt, requestFrom } from './test-request.ts';

const isOver = async (throttle: Throttle, ...call: Parameters<Throttle['charge']>) =>
  (await throttle.charge(...call))?.wait !== undefined;

describe('byUser', () => {
  test('counts a user wherever they are', async () => {
    const throttle = byUser({ rate: '1/min' });
    expect(await isOver(throttle, requestFrom('192.0.2.1'), as({ id: 7 }))).toBe(false);
    expect(await isOver(throttle, requestFrom('192.0.2.2'), as({ id: 7 }))).toBe(true);
    expect(await isOver(throttle, requestFrom('192.0.2.1'), as({ id: 8 }))).toBe(false);
  });

  test('counts nobody by address', async () => {
    const throttle = byUser({ rate: '1/min' });
    expect(await isOver(throttle, requestFrom('192.0.2.1'), nobody())).toBe(false);
    expect(await isOver(throttle, requestFrom('192.0.2.1'))).toBe(true);
    expect(await isOver(throttle, requestFrom('192.0.2.1'), as({ id: 7 }))).toBe(false);
  });

  test('a user whose id is an address is not that address', async () => {
    const throttle = byUser({ rate: '1/min' });
    expect(await isOver(throttle, requestFrom('192.0.2.1'), as({ id: '192.0.2.1' }))).toBe(false);
    expect(await isOver(throttle, requestFrom('192.0.2.1'), nobody())).toBe(false);
  });

  test.each([
    [{ username: 'alice' }, { username: 'bob' }],
    [{ id: 0 }, { id: 1 }],
  ])('tells %j from %j', async (one, other) => {
    const throttle = byUser({ rate: '1/min' });
    expect(await isOver(throttle, requestAt(0), as(one))).toBe(false);
    expect(await isOver(throttle, requestAt(0), as(other))).toBe(false);
    expect(await isOver(throttle, requestAt(0), as(one))).toBe(true);
  });

  test('users it cannot name are counted by address', async () => {
    const throttle = byUser({ rate: '1/min' });
    expect(await isOver(throttle, requestFrom('192.0.2.1'), as('alice'))).toBe(false);
    expect(await isOver(throttle, requestFrom('192.0.2.1'), as(null))).toBe(true);
    expect(await isOver(throttle, requestFrom('192.0.2.2'), as({ id: {} }))).toBe(false);
  });

  test('takes another name for a user', async () => {
    const throttle = byUser({ rate: '1/min', userKey: (user) => (user as { org: string }).org });
    expect(await isOver(throttle, requestAt(0), as({ id: 1, org: 'acme' }))).toBe(false);
    expect(await isOver(throttle, requestAt(0), as({ id: 2, org: 'acme' }))).toBe(true);
  });

  test('two together are a burst and a sustained limit', async () => {
    const counters = slidingLogCounters();
    const burst = byUser({ counters, name: 'burst', rate: '2/s' });
    const sustained = byUser({ counters, name: 'sustained', rate: '3/min' });
    const passed: boolean[] = [];
    for (const at of [0, 0.1, 0.2, 2, 4, 61]) {
      const request = requestAt(at);
      const over = [burst, sustained].map((each) => isOver(each, request, as({ id: 1 })));
      passed.push(!(await Promise.all(over)).includes(true));
    }
    expect(passed).toEqual([true, true, false, false, false, true]);
  });
});

describe('scoped', () => {
  test('routes of one scope share its count, others do not', async () => {
    const scope = scoped({ uploads: '1/day', contacts: '1/day' });
    expect(await isOver(scope('uploads'), requestAt(0), as({ id: 1 }))).toBe(false);
    expect(await isOver(scope('contacts'), requestAt(0), as({ id: 1 }))).toBe(false);
    expect(await isOver(scope('uploads'), requestAt(0), as({ id: 2 }))).toBe(false);
    expect(await isOver(scope('uploads'), requestAt(0), as({ id: 1 }))).toBe(true);
  });

  test('names the scope', async () => {
    const result = await scoped({ uploads: '20/day' })('uploads').charge(requestAt(0));
    expect(result).toMatchObject({ name: 'uploads', quota: 20, window: 86_400 });
  });

  test('a scope may have no limit', async () => {
    expect(await scoped({ free: null })('free').charge(requestAt(0))).toBeUndefined();
  });

  test('counts as it is switched', async () => {
    const throttle = scoped({ a: '2/min' }, { switches: drf })('a');
    await throttle.charge(requestAt(0));
    await throttle.charge(requestAt(50));
    expect((await throttle.charge(requestAt(55)))?.wait).toBe(5);
  });

  test('refuses scopes without a rate, and rates that are none', () => {
    const scope = scoped({ a: '1/min' }) as (name: string) => Throttle;
    expect(() => scope('b')).toThrow(TypeError);
    expect(() => scope('toString')).toThrow(TypeError);
    expect(() => scoped({ a: '1/fortnight' })).toThrow(TypeError);
  });
});

test('a key of one’s own may leave a request alone', async () => {
  const throttle = byKey({
    rate: '1/min',
    key: (_request, context) => context?.auth?.credential,
  });
  const context = as({ id: 1 });
  expect(await throttle.charge(requestAt(0), context)).toBeUndefined();
  expect(await throttle.wait(requestAt(0))).toBeUndefined();
});
