import { describe, expect, test } from 'vitest';
import type { AuthRequest } from '../core/auth-request.ts';
import type { AuthScheme, Outcome } from '../core/scheme.ts';
import { answerTo, drf, strict } from './test-request.ts';
import { token } from './token.ts';

interface Person {
  readonly name: string;
}

const people = new Map([['alice', { name: 'alice' }]]);

/** The scheme of the tutorials: nine lines, no base class, no registration. */
const asObject: AuthScheme<Person> = {
  name: 'X-Username',
  authenticate({ request }) {
    const name = request.headers.get('x-username');
    if (name === null) return undefined;
    const user = people.get(name);
    return user
      ? { accepted: true, user }
      : { accepted: false, code: 'authentication_failed', detail: 'No such user' };
  },
};

class UsernameScheme implements AuthScheme<Person> {
  readonly name = 'X-Username';
  readonly #people: ReadonlyMap<string, Person>;

  constructor(known: ReadonlyMap<string, Person>) {
    this.#people = known;
  }

  authenticate({ request }: AuthRequest): Outcome<Person> {
    const name = request.headers.get('x-username');
    if (name === null) return undefined;
    const user = this.#people.get(name);
    return user
      ? { accepted: true, user }
      : { accepted: false, code: 'authentication_failed', detail: 'No such user' };
  }
}

describe.each([
  ['a plain object', asObject],
  ['a class', new UsernameScheme(people)],
])('X-Username as %s', (_kind, scheme) => {
  test('accepts somebody it knows', async () => {
    const { context } = await answerTo({ headers: { 'x-username': 'alice' } }, scheme);
    expect(context).toMatchObject({ user: { name: 'alice' }, auth: { scheme: 'X-Username' } });
  });

  test('does not concern itself with requests that lack the header', async () => {
    for (const switches of [strict, drf]) {
      const answer = await answerTo({}, scheme, switches);
      expect(answer).toMatchObject({
        status: 403,
        challenge: null,
        body: { detail: 'Authentication credentials were not provided.' },
      });
    }
  });

  test('rejects somebody it does not know; without a challenge that is a 403', async () => {
    for (const switches of [strict, drf]) {
      const answer = await answerTo({ headers: { 'x-username': 'eve' } }, scheme, switches);
      expect(answer).toMatchObject({
        status: 403,
        challenge: null,
        body: { detail: 'No such user' },
      });
    }
  });

  test('stands in one list with others, whose challenge makes it a 401', async () => {
    const other = token<Person>({ source: { find: () => undefined } });
    const answer = await answerTo({ headers: { 'x-username': 'eve' } }, [scheme, other]);
    expect(answer).toMatchObject({ status: 401, challenge: 'Token' });
  });
});
