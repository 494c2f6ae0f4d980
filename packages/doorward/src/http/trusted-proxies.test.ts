import { describe, expect, test } from 'vitest';
import { trustedProxies } from './trusted-proxies.ts';

describe('trustedProxies', () => {
  test.each([
    [[], ['127.0.0.1', '::1', '']],
    [['192.0.2.1'], ['192.0.2.2', '192.0.2.0']],
    [['0.0.0.0/0'], ['::1', '']],
    [['::/0'], ['192.0.2.1']],
    [['loopback'], ['128.0.0.1', '::2', '10.0.0.1']],
    [['private'], ['172.32.0.1', '11.0.0.1', '127.0.0.1', 'fe00::1']],
    [['unix'], ['127.0.0.1']],
  ])('%j does not trust %j', (list, strangers) => {
    const trusted = trustedProxies(list);
    expect(strangers.filter((address) => trusted.has(address))).toEqual([]);
  });

  test.each([
    [['192.0.2.1'], ['192.0.2.1', '::ffff:192.0.2.1']],
    [['192.0.2.0/24'], ['192.0.2.0', '192.0.2.255']],
    [['2001:db8::/33'], ['2001:db8:7fff::1', '2001:DB8:0:0::']],
    [['::ffff:192.0.2.0/120'], ['192.0.2.255']],
    [['0.0.0.0/0'], ['8.8.8.8']],
    [
      ['loopback', 'private'],
      ['127.9.9.9', '::1', '10.1.1.1', '172.31.0.1', '192.168.1.1', 'fd00::1'],
    ],
    [['unix'], ['']],
  ])('%j trusts %j', (list, proxies) => {
    const trusted = trustedProxies(list);
    expect(proxies.filter((address) => trusted.has(address))).toEqual(proxies);
  });

  test.each([
    '',
    'localhost',
    '192.0.2.0/33',
    '192.0.2.0/',
    '192.0.2.0/-1',
    '192.0.2.0/2 4',
    '192.0.2.0/24/1',
    '192.0.2.0/255.255.255.0',
    '2001:db8::/129',
    '::ffff:192.0.2.0/95',
    '192.0.2',
    '10.0.0.5/8',
    'fe80::1%eth0',
    'constructor',
    '*',
  ])('refuses %j at assembly', (entry) => {
    expect(() => trustedProxies([entry])).toThrow(TypeError);
  });

  test('says how to mend a network with bits after its prefix', () => {
    expect(() => trustedProxies(['10.0.0.5/8'])).toThrow('write 10.0.0.0/8');
  });

  test('nothing that is no address is trusted', () => {
    expect(trustedProxies(['0.0.0.0/0', '::/0']).has('evil')).toBe(false);
  });
});
