import { describe, expect, test } from 'vitest';
import { guard } from '../core/guard.ts';
import { allowed } from '../core/permission.ts';
import { policy } from '../core/policy.ts';
import { presentRefusal } from '../core/present.ts';
import type { AuthScheme } from '../core/scheme.ts';
import { drf, type Switches, strict } from '../core/switches.ts';
import type { Throttles } from '../core/throttle.ts';
import { byAddress } from './by-address.ts';
import { byUser } from './by-user.ts';
import { requestAt } from './test-request.ts';
import vectors from './vectors/drf-throttle.json' with { type: 'json' };

/** Reads the password out of the X-Forwarded-For that the test request has. */
const guessing: AuthScheme<{ id: number }> = {
  name: 'Guess',
  authenticate({ request }) {
    const guess = request.headers.get('x-forwarded-for');
    if (guess === null) return undefined;
    return guess === 'right'
      ? { accepted: true, user: { id: 1 } }
      : { accepted: false, code: 'authentication_failed' };
  },
  challenge: () => ({ scheme: 'Guess' }),
};

function door(throttles: Throttles, switches: Switches = strict) {
  const route = policy({ schemes: [guessing], permission: () => allowed, throttles, switches });
  return async (at: number, guess?: string) => {
    const request = requestAt(at, guess === undefined ? {} : { forwardedFor: guess });
    const admission = await guard(request, route);
    if (admission.admitted) return { status: 200, headers: new Headers(), body: undefined };
    const response = presentRefusal(admission.refusal, request, switches);
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
}

test('over the limit of wrong guesses even the right one waits', async () => {
  const knock = door({ rejection: [byAddress({ name: 'guesses', rate: '2/min' })] });
  expect((await knock(0, 'right')).status).toBe(200);
  expect((await knock(0, 'wrong')).status).toBe(401);
  expect((await knock(0, 'wrong')).status).toBe(401);
  const { status, headers } = await knock(0, 'right');
  expect(status).toBe(429);
  expect(headers.get('retry-after')).toBe('30');
  expect(headers.get('ratelimit-policy')).toBe('"guesses";q=2;w=60');
  expect(headers.get('ratelimit')).toBe('"guesses";r=0;t=30');
  expect((await knock(30, 'right')).status).toBe(200);
});

test('on arrival everything counts, on admission only what may enter', async () => {
  const arrival = door({ arrival: [byAddress({ rate: '1/min' })] });
  expect((await arrival(0, 'wrong')).status).toBe(401);
  expect((await arrival(0)).status).toBe(429);
  const admission = door({ admission: [byUser({ rate: '1/min' })] });
  expect((await admission(0, 'wrong')).status).toBe(401);
  expect((await admission(0, 'right')).status).toBe(200);
  expect((await admission(0, 'right')).status).toBe(429);
});

describe('as Django REST framework', () => {
  test('sends the recorded Retry-After and says it in words', async () => {
    const { rate, steps } = vectors.sequence;
    const knock = door({ admission: [byAddress({ rate, switches: drf })] }, drf);
    for (const { t, allowed: passes, retry_after: seconds } of steps) {
      const { status, headers, body } = await knock(t);
      expect(status, `at ${t}`).toBe(passes ? 200 : 429);
      expect(headers.get('retry-after')).toBe(seconds === null ? null : String(seconds));
      const unit = seconds === 1 ? 'second' : 'seconds';
      const detail = `Request was throttled. Expected available in ${seconds} ${unit}.`;
      expect(body).toEqual(passes ? undefined : { detail });
    }
  });
});
