import { expect, test } from 'vitest';
import { defineStore, type Migration } from './store.ts';

const step = (id: number, name = `step ${id}`): Migration => ({ id, name, up: async () => {} });
const define = (name: string, migrations: readonly Migration[] = []) =>
  defineStore({ name, migrations, open: () => ({}) });

test('accepts lower-case words and steps numbered from 1', () => {
  expect(define('refresh_token2', [step(1), step(2)]).migrations).toHaveLength(2);
});

test.each(['', 'Session', 'a-b', '_a', 'a_', 'a__b', '1a', 'a'.repeat(65)])(
  'refuses the name %j',
  (name) => {
    expect(() => define(name)).toThrow(TypeError);
  },
);

test.each([[[2]], [[1, 3]], [[1, 1]], [[2, 1]], [[0]]])('refuses the numbering %j', (ids) => {
  expect(() =>
    define(
      'session',
      ids.map((id) => step(id)),
    ),
  ).toThrow('number them 1, 2, 3');
});

test('refuses a step without a name', () => {
  expect(() => define('session', [step(1, ' ')])).toThrow('needs a name');
});
