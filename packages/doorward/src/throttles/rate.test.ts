import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drf } from '../core/switches.ts';
import { rate } from './rate.ts';
import vectors from './vectors/drf-throttle.json' with { type: 'json' };

describe('by words', () => {
  test.each([
    ['1/s', 1, 1],
    ['10/sec', 10, 1],
    ['10/second', 10, 1],
    ['10/seconds', 10, 1],
    ['10/m', 10, 60],
    ['10/min', 10, 60],
    ['10/minute', 10, 60],
    ['10/5minutes', 10, 300],
    ['5/10s', 5, 10],
    ['50/10min', 50, 600],
    ['5/h', 5, 3_600],
    ['5/hr', 5, 3_600],
    ['5/hour', 5, 3_600],
    ['5/2hours', 5, 7_200],
    ['1/d', 1, 86_400],
    ['100/day', 100, 86_400],
    ['100/30days', 100, 2_592_000],
    ['1/366d', 1, 31_622_400],
  ])('%s', (text, limit, seconds) => {
    expect(rate(text)).toEqual({ limit, windowMs: seconds * 1_000 });
  });

  test.each([
    ...['', '10', '/', '10/', '/day', '10/w', '10/S', '10/Day', '7/month', '7/millisecond'],
    ...['x/s', '1.5/s', '-1/s', '+1/s', '0/s', '1e3/s', ' 1/s', '1 /s', '1/ s', '1/s ', '١/s'],
    ...['10/m/x', '10/0s', '10/1.5s', '10/-1s', '10/367d', '1/toString', '1/constructor'],
    `${'9'.repeat(30)}/s`,
    `1/${'9'.repeat(30)}s`,
  ])('refuses %j and says how to write it', (text) => {
    expect(() => rate(text)).toThrow(TypeError);
  });

  test('takes any number and unit apart again', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 ** 9 }),
        fc.integer({ min: 1, max: 366 }),
        fc.constantFrom(['s', 1] as const, ['min', 60] as const, ['days', 86_400] as const),
        (limit, times, [word, seconds]) => {
          const windowMs = times * seconds * 1_000;
          expect(rate(`${limit}/${times}${word}`)).toEqual({ limit, windowMs });
        },
      ),
    );
  });
});

const readable = vectors.rates.filter((each) => each.error === undefined);
const unreadable = vectors.rates.filter((each) => each.error !== undefined);

describe('by the first letter, as Django REST framework', () => {
  test.each(readable)('$rate is $requests in $seconds s', ({ rate: text, requests, seconds }) => {
    expect(rate(text, drf)).toEqual({ limit: requests, windowMs: Number(seconds) * 1_000 });
  });

  test.each(unreadable)('$rate is an error', ({ rate: text }) => {
    expect(() => rate(text, drf)).toThrow(TypeError);
  });

  test('both kinds are in the vectors', () => {
    expect([readable.length, unreadable.length]).toEqual([13, 6]);
  });
});
