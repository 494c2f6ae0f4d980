import { expect, test } from 'vitest';
import type { AuthRequest } from '../../core/auth-request.ts';
import { Throttled } from '../../http/errors.ts';
import type { PasswordSource } from '../../schemes/password-source.ts';
import { memoryCounters } from '../../storage/memory-counters.ts';
import { race, winners } from '../../testing/race.ts';
import { type GuessLimits, limitGuesses } from './guess-limits.ts';

const start = Date.parse('2026-11-21T12:00:00Z');

function asked(address: string, afterMs = 0): AuthRequest {
  return {
    request: { method: 'POST', url: '/', headers: new Headers() },
    client: { address, peer: address, secure: true },
    now: new Date(start + afterMs),
  };
}

/** Knows one pair, and counts how often it was asked. */
function source(): PasswordSource<string> & { asked: number; down: boolean } {
  return {
    asked: 0,
    down: false,
    current: () => undefined,
    async check(username, password) {
      this.asked += 1;
      await Promise.resolve();
      if (this.down) throw Object.assign(new Error('down'), { retryAfter: 1 });
      return username.toLowerCase() === 'alice' && password === 'right'
        ? { user: 'alice', version: '1' }
        : { failed: true, reason: 'wrong_password' };
    },
  };
}

function limited(rates: Partial<GuessLimits> = {}) {
  const passwords = source();
  const door = limitGuesses(passwords, {
    counters: memoryCounters(),
    perAccount: { limit: 3, windowMs: 60_000 },
    perAddress: { limit: 100, windowMs: 60_000 },
    ...rates,
  });
  return { passwords, door };
}

test('over the limit nobody is asked any more, and the right password waits as well', async () => {
  const { door, passwords } = limited();
  for (let guess = 0; guess < 3; guess += 1) {
    expect(await door.check('alice', 'wrong', asked('192.0.2.1'))).toMatchObject({ failed: true });
  }
  const refusal = await Promise.resolve(door.check('alice', 'right', asked('192.0.2.2'))).catch(
    (error) => error,
  );
  expect(refusal).toBeInstanceOf(Throttled);
  expect(refusal.retryAfter).toBe(20);
  expect(passwords.asked).toBe(3);
  expect(await door.check('alice', 'right', asked('192.0.2.2', 20_000))).toMatchObject({
    user: 'alice',
  });
});

test('other spellings of a name are the same account', async () => {
  const { door } = limited();
  for (const name of ['alice', 'ALICE', 'Alice']) await door.check(name, 'no', asked('192.0.2.1'));
  await expect(async () => door.check('aLICE', 'no', asked('192.0.2.1'))).rejects.toThrow(
    Throttled,
  );
});

test('64 guesses at once are not more than the limit', async () => {
  const { door, passwords } = limited();
  const results = await race(64, async (caller) =>
    door.check('alice', 'no', asked(`192.0.2.${caller}`)),
  );
  expect(
    winners(
      results,
      () => true,
      (error) => error instanceof Throttled,
    ),
  ).toBe(3);
  expect(passwords.asked).toBe(3);
});

test('a right password starts its account afresh, but not its address', async () => {
  const { door } = limited({ perAddress: { limit: 4, windowMs: 60_000 } });
  const here = asked('2001:db8::1');
  await door.check('alice', 'no', here);
  await door.check('alice', 'no', here);
  await door.check('alice', 'right', here);
  await door.check('alice', 'no', here);
  await door.check('alice', 'no', here);
  // The fourth wrong one from this network, whatever the last digits of the address are.
  await expect(async () => door.check('bob', 'no', asked('2001:db8::2'))).rejects.toThrow(
    Throttled,
  );
  expect(await door.check('alice', 'right', asked('2001:db8:0:1::1'))).toMatchObject({
    user: 'alice',
  });
});

test('an outage counts for nothing', async () => {
  const { door, passwords } = limited();
  passwords.down = true;
  for (let call = 0; call < 10; call += 1) {
    await expect(async () => door.check('alice', 'no', asked('192.0.2.1'))).rejects.toThrow('down');
  }
  passwords.down = false;
  expect(await door.check('alice', 'right', asked('192.0.2.1'))).toMatchObject({ user: 'alice' });
});
