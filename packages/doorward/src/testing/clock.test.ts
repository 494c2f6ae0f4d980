import { expect, test } from 'vitest';
import { fakeClock } from './clock.ts';

test('stands still until it is moved', () => {
  const clock = fakeClock(new Date(5_000));
  expect(clock.now()).toEqual(clock.now());
  clock.advance(250);
  expect(clock.now().getTime()).toBe(5_250);
  clock.advance(-1_000);
  expect(clock.now().getTime()).toBe(4_250);
  clock.set(7);
  expect(clock.now().getTime()).toBe(7);
  expect(fakeClock().now().toISOString()).toBe('2026-01-01T00:00:00.000Z');
});
