import { describe, expect, test } from 'vitest';
import { drf } from '../core/switches.ts';
import { memoryCounters } from '../storage/memory-counters.ts';
import { slidingLogCounters } from '../storage/sliding-log.ts';
import { anonymousOnly, byAddress } from './by-address.ts';
import { as, nobody, requestAt, requestFrom } from './test-request.ts';
import vectors from './vectors/drf-throttle.json' with { type: 'json' };

test('the first so many pass, the next one waits', async () => {
  const throttle = byAddress({ rate: '2/min' });
  const facts = { name: 'address', quota: 2, window: 60 };
  const charge = () => throttle.charge(requestAt(0));
  expect(await charge()).toEqual({ ...facts, wait: undefined, remaining: 1 });
  expect(await charge()).toEqual({ ...facts, wait: undefined, remaining: 0 });
  expect(await charge()).toEqual({ ...facts, wait: 30, remaining: 0 });
  expect(await throttle.charge(requestAt(30))).toMatchObject({ wait: undefined });
});

test('to look is not to count', async () => {
  const throttle = byAddress({ rate: '1/min' });
  for (let time = 0; time < 3; time += 1) {
    expect(await throttle.wait(requestAt(0))).toMatchObject({ wait: undefined, remaining: 1 });
  }
  await throttle.charge(requestAt(0));
  expect(await throttle.wait(requestAt(15))).toMatchObject({ wait: 45, remaining: 0 });
});

test('of many at the same moment exactly the limit passes', async () => {
  for (const counters of [memoryCounters(), slidingLogCounters()]) {
    const throttle = byAddress({ rate: '10/min', counters });
    const results = await Promise.all(
      Array.from({ length: 64 }, async () => throttle.charge(requestAt(0))),
    );
    expect(results.filter((result) => result?.wait === undefined)).toHaveLength(10);
  }
});

describe('one client is', () => {
  async function areOne(one: string | undefined, other: string | undefined, ipv6Prefix = 64) {
    const throttle = byAddress({ rate: '1/min', ipv6Prefix });
    await throttle.charge(requestFrom(one));
    return (await throttle.charge(requestFrom(other)))?.wait !== undefined;
  }

  test.each([
    ['an IPv4 address', '192.0.2.1', '192.0.2.1', true],
    ['not its neighbour', '192.0.2.1', '192.0.2.2', false],
    ['the same address mapped into IPv6', '192.0.2.1', '::ffff:192.0.2.1', true],
    ['an IPv6 /64', '2001:db8::1', '2001:db8::ffff:1:2:3', true],
    ['not two of them', '2001:db8::1', '2001:db8:0:1::1', false],
    ['everybody without an address', undefined, 'not an address', true],
  ])('%s', async (_name, one, other, same) => {
    expect(await areOne(one, other)).toBe(same);
  });

  test('a wider network where that is said', async () => {
    expect(await areOne('2001:db8::1', '2001:db8:0:1::1', 56)).toBe(true);
    expect(await areOne('2001:db8::1', '2001:db8:0:100::1', 56)).toBe(false);
  });

  test('who is behind a trusted proxy, and not the proxy', async () => {
    const throttle = byAddress({ rate: '1/min' });
    const behind = (address: string) => requestAt(0, { client: { address, peer: '10.0.0.1' } });
    await throttle.charge(behind('192.0.2.1'));
    expect(await throttle.charge(behind('192.0.2.2'))).toMatchObject({ wait: undefined });
  });

  test('who sent a made-up header as before', async () => {
    const throttle = byAddress({ rate: '1/min' });
    await throttle.charge(requestAt(0, { forwardedFor: '1.1.1.1' }));
    const again = await throttle.charge(requestAt(0, { forwardedFor: '2.2.2.2' }));
    expect(again?.wait).toBe(60);
  });
});

describe('as Django REST framework', () => {
  test('waits as recorded, to the fraction', async () => {
    const throttle = byAddress({ rate: vectors.sequence.rate, switches: drf });
    for (const { t, wait } of vectors.sequence.steps) {
      expect((await throttle.charge(requestAt(t)))?.wait, `at ${t}`).toBe(wait ?? undefined);
    }
  });

  test('tells clients apart by the whole header, or by the proxies it was told of', async () => {
    const { rate } = vectors.sequence;
    const whole = byAddress({ rate: '1/min', switches: drf });
    const counted = byAddress({ rate: '1/min', switches: drf, numProxies: 1 });
    const sent = (forwardedFor: string) => requestAt(0, { forwardedFor });
    for (const throttle of [whole, counted]) await throttle.charge(sent('1.1.1.1, 9.9.9.9'));
    expect((await whole.charge(sent('1.1.1.1,9.9.9.9')))?.wait).toBe(60);
    expect((await whole.charge(sent('2.2.2.2, 9.9.9.9')))?.wait).toBeUndefined();
    expect((await counted.charge(sent('2.2.2.2, 9.9.9.9')))?.wait).toBe(60);
    expect(rate).toBe('3/min');
  });

  test('reads a month as a minute', async () => {
    const result = await byAddress({ rate: '7/month', switches: drf }).charge(requestAt(0));
    expect(result?.window).toBe(60);
  });
});

test('a rate of null never applies', async () => {
  const throttle = byAddress({ rate: null });
  expect(await throttle.charge(requestAt(0))).toBeUndefined();
  expect(await throttle.wait(requestAt(0))).toBeUndefined();
});

describe('throttles that share counters', () => {
  test('keep apart by name and by rate', async () => {
    const counters = memoryCounters();
    const throttles = [
      byAddress({ counters, name: 'a', rate: '1/min' }),
      byAddress({ counters, name: 'b', rate: '1/min' }),
      byAddress({ counters, name: 'b', rate: '1/hour' }),
    ];
    for (const throttle of throttles) {
      expect(await throttle.charge(requestAt(0))).toMatchObject({ wait: undefined });
    }
  });

  test('count together when they are the same rule', async () => {
    const counters = memoryCounters();
    const twice = [1, 2].map(() => byAddress({ counters, name: 'a', rate: '1/min' }));
    expect((await twice[0]?.charge(requestAt(0)))?.wait).toBeUndefined();
    expect((await twice[1]?.charge(requestAt(0)))?.wait).toBe(60);
  });
});

test('counters that are down say so', async () => {
  const counters = {
    take: () => Promise.reject(new Error('down')),
    peek: () => Promise.reject(new Error('down')),
    forget: () => undefined,
  };
  const throttle = byAddress({ rate: '1/min', counters });
  await expect(throttle.charge(requestAt(0))).rejects.toThrow('down');
  await expect(throttle.wait(requestAt(0))).rejects.toThrow('down');
});

describe('at assembly', () => {
  test.each([
    { rate: '7/month' },
    { rate: { limit: 0, windowMs: 1_000 } },
    { rate: { limit: 1, windowMs: 1_500 } },
    { rate: '1/min', name: 'two words' },
    { rate: '1/min', name: '' },
    { rate: '1/min', name: 'a:b' },
    { rate: '1/min', ipv6Prefix: 0 },
    { rate: '1/min', numProxies: -1 },
  ])('refuses %j', (options) => {
    expect(() => byAddress(options)).toThrow(TypeError);
  });
});

describe('anonymousOnly', () => {
  test('leaves users alone', async () => {
    const throttle = anonymousOnly({ rate: '1/min' });
    expect(await throttle.charge(requestAt(0), as({ id: 1 }))).toBeUndefined();
    expect(await throttle.charge(requestAt(0), nobody())).toMatchObject({ name: 'anon' });
    expect((await throttle.charge(requestAt(0), nobody()))?.wait).toBe(60);
  });

  test('counts everybody where nobody is known yet', async () => {
    const throttle = anonymousOnly({ rate: '1/min' });
    await throttle.charge(requestAt(0));
    expect((await throttle.wait(requestAt(0)))?.wait).toBe(60);
  });
});
