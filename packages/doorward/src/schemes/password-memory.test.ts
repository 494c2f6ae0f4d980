import { expect, test } from 'vitest';
import { passwordMemory } from './password-memory.ts';

const now = new Date('2026-01-01T00:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);

test('knows a pair until its time is over, however often it is asked', () => {
  const memory = passwordMemory({ seconds: 10 });
  memory.keep('alice', 'right', 'v1', now);
  expect(memory.recall('alice', 'right', later(9))).toBe('v1');
  expect(memory.recall('alice', 'right', later(10))).toBeUndefined();
  expect(memory.recall('alice', 'right', later(9))).toBeUndefined();
});

test('forgets when the clock was set back', () => {
  const memory = passwordMemory({ seconds: 10 });
  memory.keep('alice', 'right', 'v1', now);
  expect(memory.recall('alice', 'right', later(-1))).toBeUndefined();
});

test('tells pairs apart that are the same letters', () => {
  const memory = passwordMemory({ seconds: 10 });
  memory.keep('ab', 'c', 'v1', now);
  for (const [name, password] of [
    ['a', 'bc'],
    ['abc', ''],
    ['ab', 'C'],
  ] as const) {
    expect(memory.recall(name, password, now)).toBeUndefined();
  }
  memory.keep('x\0y', 'z', 'v2', now);
  expect(memory.recall('x', 'y\0z', now)).toBeUndefined();
});

test('keeps so many at most, and drops the one unused for longest', () => {
  const memory = passwordMemory({ seconds: 10, maxEntries: 2 });
  memory.keep('a', 'a', 'v', now);
  memory.keep('b', 'b', 'v', now);
  memory.recall('a', 'a', now);
  memory.keep('c', 'c', 'v', now);
  expect(memory.recall('b', 'b', now)).toBeUndefined();
  expect(memory.recall('a', 'a', now)).toBe('v');
  expect(memory.recall('c', 'c', now)).toBe('v');
});

test('keeping a pair again takes no second place', () => {
  const memory = passwordMemory({ seconds: 10, maxEntries: 2 });
  memory.keep('a', 'a', 'v1', now);
  memory.keep('b', 'b', 'v1', now);
  memory.keep('b', 'b', 'v2', now);
  expect(memory.recall('a', 'a', now)).toBe('v1');
  expect(memory.recall('b', 'b', now)).toBe('v2');
});

test('forgets one pair and no other', () => {
  const memory = passwordMemory({ seconds: 10 });
  memory.keep('a', 'a', 'v', now);
  memory.keep('b', 'b', 'v', now);
  memory.forget('a', 'a');
  expect(memory.recall('a', 'a', now)).toBeUndefined();
  expect(memory.recall('b', 'b', now)).toBe('v');
});
