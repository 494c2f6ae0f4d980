import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMediaType, isContentType, parseMediaType } from './media-type.ts';
import { nameText, paramsOf, printable } from './test-arbitraries.ts';

test.each([
  'text/html;charset=utf-8',
  'Text/HTML;Charset="utf-8"',
  'text/html; charset="utf-8"',
  ' text/html ;charset=utf-8; ',
])('reads the equal examples of RFC 9110 §8.3.1: %s', (value) => {
  expect(parseMediaType(value)).toEqual({
    type: 'text',
    subtype: 'html',
    params: { charset: 'utf-8' },
  });
});

test.each([
  '',
  'text',
  'text/',
  '/html',
  'text /html',
  'text/html,',
  'text/html x',
  'text/html;a',
  'text/html;a=',
  'text/html;a="b',
  'text/html;a=b;A=c',
  'text/html;a = b',
  'text/ht\u00e4ml',
])('is undefined for %j', (value) => {
  expect(parseMediaType(value)).toBeUndefined();
});

test('isContentType looks at type and subtype alone', () => {
  expect(isContentType('application/json', 'application/json')).toBe(true);
  expect(isContentType('Application/JSON; charset=utf-8', 'application/Json')).toBe(true);
  expect(isContentType('application/json, text/plain', 'application/json')).toBe(false);
  expect(isContentType('text/plain; x=application/json', 'application/json')).toBe(false);
  expect(isContentType('application/json-seq', 'application/json')).toBe(false);
  expect(isContentType(null, 'application/json')).toBe(false);
  expect(isContentType('', '')).toBe(false);
});

test('what cannot be written is refused', () => {
  expect(() => formatMediaType({ type: 'a b', subtype: 'c', params: {} })).toThrow(TypeError);
  expect(() => formatMediaType({ type: 'a', subtype: '', params: {} })).toThrow(TypeError);
  expect(() => formatMediaType({ type: 'a', subtype: 'b', params: { '': 'c' } })).toThrow(
    TypeError,
  );
  expect(() => formatMediaType({ type: 'a', subtype: 'b', params: { c: '\n' } })).toThrow(
    TypeError,
  );
});

test('what was written is read back (RFC 9110 §8.3.1)', () => {
  const mediaTypes = fc.record({ type: nameText, subtype: nameText, params: paramsOf(printable) });
  fc.assert(
    fc.property(mediaTypes, (mediaType) => {
      expect(parseMediaType(formatMediaType(mediaType))).toEqual(mediaType);
    }),
  );
});
