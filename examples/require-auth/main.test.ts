import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StartedExample, startExample } from '../start-example.ts';

let example: StartedExample;
beforeAll(async () => {
  example = await startExample(import.meta.dirname);
});
afterAll(() => example.stop());

const asBasic = (pair: string) => ({
  authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
});

describe('the public page', () => {
  test('greets anybody', async () => {
    const response = await fetch(new URL('/', example.url));
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('Hello World!');
  });
});

describe('the private page', () => {
  test('greets whoever has the password', async () => {
    const headers = asBasic('admin:correct horse battery staple');
    const response = await fetch(example.url, { headers });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("Hello I'm Private!!");
  });

  test.each([
    ['no credentials', {}, 'not_authenticated'],
    ['a wrong password', asBasic('admin:secret'), 'authentication_failed'],
    ['another user', asBasic('root:correct horse battery staple'), 'authentication_failed'],
    ['no colon', asBasic('admin'), 'malformed_credentials'],
    ['bad Base64', { authorization: 'Basic ///=' }, 'malformed_credentials'],
    ['nothing after the word', { authorization: 'Basic' }, 'malformed_credentials'],
    ['another scheme', { authorization: 'Digest username="admin"' }, 'not_authenticated'],
  ])('asks for a password when it gets %s', async (_, headers, code) => {
    const response = await fetch(example.url, { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(
      'Basic realm="Login Required", charset="UTF-8"',
    );
    expect(await response.json()).toMatchObject({ status: 401, code });
  });
});
