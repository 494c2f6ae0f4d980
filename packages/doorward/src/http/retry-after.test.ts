import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRetryAfter, retryAfterValue } from './retry-after.ts';

const now = new Date('2026-01-01T00:00:00.000Z');

describe('retryAfterValue', () => {
  it.each([
    [120, '120'],
    [0.001, '1'],
    [1.2, '2'],
    [0, '0'],
    [-0.5, '0'],
    [-7, '0'],
  ])('rounds %d seconds up to %j', (seconds, value) => {
    expect(retryAfterValue(seconds)).toBe(value);
  });

  it('writes dates as IMF-fixdate, rounded up, never in the past (RFC 9110 §10.2.3)', () => {
    expect(retryAfterValue(new Date('2026-01-01T00:00:01.001Z'), now)).toBe(
      'Thu, 01 Jan 2026 00:00:02 GMT',
    );
    expect(retryAfterValue(new Date('2020-01-01T00:00:00Z'), now)).toBe(
      'Thu, 01 Jan 2026 00:00:00 GMT',
    );
  });

  it('refuses what is neither', () => {
    for (const wrong of [Number.NaN, Infinity, 1e21, new Date(Number.NaN)]) {
      expect(() => retryAfterValue(wrong, now)).toThrow(TypeError);
    }
  });
});

describe('parseRetryAfter', () => {
  it.each([
    ['120', 120],
    [' 0 ', 0],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60],
    ['Thursday, 01-Jan-26 00:01:00 GMT', 60],
    ['Thu Jan  1 00:01:00 2026', 60],
    ['Wed, 01 Jan 2020 00:00:00 GMT', 0],
    ['9'.repeat(40), Number.MAX_SAFE_INTEGER],
  ])('reads %j as %d seconds', (value, seconds) => {
    expect(parseRetryAfter(value, now)).toBe(seconds);
  });

  it.each(['', 'soon', '-1', '1.5', '1e3', '0x10', '١'])('does not read %j', (value) => {
    expect(parseRetryAfter(value, now)).toBeUndefined();
  });

  it('never sends a client back early', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (seconds) => {
        expect(parseRetryAfter(retryAfterValue(seconds), now)).toBeGreaterThanOrEqual(seconds);
        const then = new Date(now.getTime() + Math.floor(seconds * 1000));
        const wait = parseRetryAfter(retryAfterValue(then, now), now) ?? -1;
        expect(now.getTime() + wait * 1000).toBeGreaterThanOrEqual(then.getTime());
      }),
    );
  });
});
