import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatForwarded, nodeAddress, parseForwarded } from './forwarded.ts';
import { paramsOf, printable } from './test-arbitraries.ts';

describe('parseForwarded', () => {
  // The examples of RFC 7239 §4.
  test.each([
    ['for="_gazonk"', [{ for: '_gazonk' }]],
    ['For="[2001:db8:cafe::17]:4711"', [{ for: '[2001:db8:cafe::17]:4711' }]],
    [
      'for=192.0.2.60;proto=http;by=203.0.113.43',
      [{ for: '192.0.2.60', proto: 'http', by: '203.0.113.43' }],
    ],
    ['for=192.0.2.43, for=198.51.100.17', [{ for: '192.0.2.43' }, { for: '198.51.100.17' }]],
    ['', []],
    ['for=a ; proto=http ,, for=b;', [{ for: 'a', proto: 'http' }, { for: 'b' }]],
    ['for="a,b;c\\"d"', [{ for: 'a,b;c"d' }]],
  ])('reads %j', (value, expected) => {
    expect(parseForwarded(value)).toEqual(expected);
  });

  test.each([
    'for',
    'for=',
    'for="a',
    'for = a',
    'for=a for=b',
    'for=a;for=b',
    'for=a;FOR=b',
    'for=[::1]',
    'for=1.2.3.4:80',
    'for="a"b',
  ])('is undefined for %j', (value) => {
    expect(parseForwarded(value)).toBeUndefined();
  });

  test('what was written is read back (RFC 7239 §4)', () => {
    const elements = fc.array(paramsOf(printable, 1), { maxLength: 5 });
    fc.assert(
      fc.property(elements, (given) => {
        expect(parseForwarded(formatForwarded(given))).toEqual(given);
      }),
    );
  });

  test('what cannot be written is refused', () => {
    expect(() => formatForwarded([{ for: 'a\r\nb' }])).toThrow(TypeError);
    expect(() => formatForwarded([{ 'a b': 'c' }])).toThrow(TypeError);
  });
});

describe('nodeAddress (RFC 7239 §6)', () => {
  test.each([
    ['192.0.2.43', '192.0.2.43'],
    ['192.0.2.43:47011', '192.0.2.43'],
    ['192.0.2.43:_port', '192.0.2.43'],
    ['[2001:DB8:cafe::17]', '2001:db8:cafe::17'],
    ['[2001:db8:cafe::17]:47011', '2001:db8:cafe::17'],
    ['2001:db8::1', '2001:db8::1'],
    ['[::ffff:192.0.2.1]', '192.0.2.1'],
  ])('%s is %s', (node, address) => {
    expect(nodeAddress(node)).toBe(address);
  });

  test.each([
    '',
    'unknown',
    '_hidden',
    '[192.0.2.1]',
    '[::1',
    '::1]',
    '[::1]x',
    '[::1]:',
    '192.0.2.1:',
    '192.0.2.1:x',
    '192.0.2.1:123456',
    'example.com',
    '"192.0.2.1"',
  ])('%j names no address', (node) => {
    expect(nodeAddress(node)).toBeUndefined();
  });
});
