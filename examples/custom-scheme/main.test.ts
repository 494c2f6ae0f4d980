import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StartedExample, startExample } from '../start-example.ts';

let example: StartedExample;
beforeAll(async () => {
  example = await startExample(import.meta.dirname);
});
afterAll(() => example.stop());

test('knows whom the header names', async () => {
  const response = await fetch(example.url, { headers: { 'x-username': 'alice' } });
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('Hello alice, editor');
});

test.each([
  ['nobody', {}, 'not_authenticated'],
  ['somebody unknown', { 'x-username': 'mallory' }, 'authentication_failed'],
])('refuses %s with 403, since there is no challenge to send', async (_, headers, code) => {
  const response = await fetch(example.url, { headers });
  expect(response.status).toBe(403);
  expect(response.headers.get('www-authenticate')).toBeNull();
  expect(await response.json()).toMatchObject({ status: 403, code });
});
