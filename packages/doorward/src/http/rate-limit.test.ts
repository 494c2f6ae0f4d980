import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatRateLimit,
  formatRateLimitPolicy,
  parseRateLimit,
  parseRateLimitPolicy,
} from './rate-limit.ts';
import { printable } from './test-arbitraries.ts';

// The examples of draft-ietf-httpapi-ratelimit-headers.
test('reads and writes the RateLimit-Policy examples', () => {
  const value = '"burst";q=100;w=60, "daily";q=1000;w=86400';
  const policies = [
    { name: 'burst', quota: 100, window: 60 },
    { name: 'daily', quota: 1000, window: 86400 },
  ];
  expect(parseRateLimitPolicy(value)).toEqual(policies);
  expect(formatRateLimitPolicy(policies)).toBe(value);
  expect(parseRateLimitPolicy('"peruser";q=65535;qu="content-bytes";w=10;pk=:dXNlcg==:')).toEqual([
    { name: 'peruser', quota: 65535, window: 10, unit: 'content-bytes' },
  ]);
});

test('reads and writes the RateLimit example', () => {
  const limits = [{ policy: 'default', remaining: 50, reset: 30 }];
  expect(parseRateLimit('"default";r=50;t=30')).toEqual(limits);
  expect(formatRateLimit(limits)).toBe('"default";r=50;t=30');
});

describe('parsing', () => {
  test.each([
    ['', []],
    ['  "a";r=0  ', [{ policy: 'a', remaining: 0 }]],
    ['a;r=1', [{ policy: 'a', remaining: 1 }]],
    ['"a"; r=1; x; y=?0; z=1.5; t=2', [{ policy: 'a', remaining: 1, reset: 2 }]],
    ['"a";r=1;r=2', [{ policy: 'a', remaining: 2 }]],
    [
      '"a\\"\\\\";r=1\t,\t"b";r=2',
      [
        { policy: 'a"\\', remaining: 1 },
        { policy: 'b', remaining: 2 },
      ],
    ],
  ])('reads %j (RFC 9651)', (value, expected) => {
    expect(parseRateLimit(value)).toEqual(expected);
  });

  test.each([
    '"a"',
    '"a";t=1',
    '"a";r',
    '"a";r="1"',
    '"a";r=-1',
    '"a";r=1.5',
    '"a";r=1;t=x',
    '"a";r=1,',
    '"a";r=1 "b";r=1',
    '5;r=1',
    '?1;r=1',
    '("a");r=1',
    '"a;r=1',
    '"\\a";r=1',
    '"\u00e4";r=1',
    '"a";R=1',
    '"a";r=1234567890123456',
    '"a";r=1;',
    '"a";r=1;x=',
    '"a";r=1;x=:a',
    '"a";r=1;x=?2',
    '"a";r=1;x=1.',
    '"a";r=1;x=1.2345',
    '"a";r=-',
  ])('is undefined for %j', (value) => {
    expect(parseRateLimit(value)).toBeUndefined();
  });

  test.each(['"a"', '"a";w=1', '"a";q=1;w=x', '"a";q=1;qu=5', '"a";q=-1'])(
    'is no policy: %j',
    (value) => {
      expect(parseRateLimitPolicy(value)).toBeUndefined();
    },
  );
});

test.each([
  { policy: 'caf\u00e9', remaining: 1 },
  { policy: 'a\n', remaining: 1 },
  { policy: 'a', remaining: -1 },
  { policy: 'a', remaining: 1.5 },
  { policy: 'a', remaining: 1e15 },
  { policy: 'a', remaining: 1, reset: Number.NaN },
])('throws a TypeError for %j', (limit) => {
  expect(() => formatRateLimit([limit])).toThrow(TypeError);
});

test('what was written is read back', () => {
  const count = fc.integer({ min: 0, max: 999_999_999_999_999 });
  const limits = fc.array(
    fc.record(
      { policy: printable, remaining: count, reset: count },
      { requiredKeys: ['policy', 'remaining'], noNullPrototype: true },
    ),
  );
  const policies = fc.array(
    fc.record(
      { name: printable, quota: count, window: count, unit: printable },
      { requiredKeys: ['name', 'quota'], noNullPrototype: true },
    ),
  );
  fc.assert(
    fc.property(limits, policies, (someLimits, somePolicies) => {
      expect(parseRateLimit(formatRateLimit(someLimits))).toEqual(someLimits);
      expect(parseRateLimitPolicy(formatRateLimitPolicy(somePolicies))).toEqual(somePolicies);
    }),
  );
});
