import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatHttpDate, parseHttpDate } from './http-date.ts';

const now = new Date('2026-08-20T12:00:00Z');

test.each([
  ['IMF-fixdate', 'Sun, 06 Nov 1994 08:49:37 GMT'],
  ['RFC 850', 'Sunday, 06-Nov-94 08:49:37 GMT'],
  ['asctime', 'Sun Nov  6 08:49:37 1994'],
])('reads the %s example (RFC 9110 §5.6.7)', (_form, value) => {
  expect(parseHttpDate(value, now)).toEqual(new Date('1994-11-06T08:49:37Z'));
});

test('writes IMF-fixdate', () => {
  expect(formatHttpDate(new Date('1994-11-06T08:49:37.999Z'))).toBe(
    'Sun, 06 Nov 1994 08:49:37 GMT',
  );
});

test.each([
  ['76', '08:49:37', '2076-08-20'],
  ['76', '12:00:00', '2076-08-20'],
  ['76', '12:00:01', '1976-08-20'],
  ['77', '08:49:37', '1977-08-20'],
  ['99', '08:49:37', '1999-08-20'],
  ['00', '08:49:37', '2000-08-20'],
])('the two-digit year %s at %s is %s, at most 50 years ahead', (year, time, day) => {
  const date = parseHttpDate(`Thursday, 20-Aug-${year} ${time} GMT`, now);
  expect(date?.toISOString()).toBe(`${day}T${time}.000Z`);
});

test('29 February of a two-digit year is in the century that has one', () => {
  const later = new Date('2060-01-01T00:00:00Z');
  expect(parseHttpDate('Tuesday, 29-Feb-00 00:00:00 GMT', later)).toEqual(new Date('2000-02-29'));
  expect(parseHttpDate('Tuesday, 31-Feb-00 00:00:00 GMT', later)).toBeUndefined();
});

test('reads a leap second as the second after it', () => {
  const date = parseHttpDate('Sat, 31 Dec 2016 23:59:60 GMT', now);
  expect(date).toEqual(new Date('2017-01-01T00:00:00Z'));
});

test.each([
  '',
  '0',
  'Sun, 06 Nov 1994 08:49:37 UTC',
  'Sun, 06 Nov 1994 08:49:37 GMT ',
  'sun, 06 Nov 1994 08:49:37 GMT',
  'Sun, 06 nov 1994 08:49:37 GMT',
  'Sun, 6 Nov 1994 08:49:37 GMT',
  'Sun, 31 Feb 1994 08:49:37 GMT',
  'Sun, 00 Nov 1994 08:49:37 GMT',
  'Sun, 06 Nov 1994 24:00:00 GMT',
  'Sun, 06 Nov 1994 08:60:37 GMT',
  'Sun, 06 Nov 1994 08:49:61 GMT',
  '1994-11-06T08:49:37Z',
])('is undefined for %j', (value) => {
  expect(parseHttpDate(value, now)).toBeUndefined();
});

test('refuses what four digits cannot say', () => {
  expect(() => formatHttpDate(new Date(Number.NaN))).toThrow(TypeError);
  expect(() => formatHttpDate(new Date('+010000-01-01T00:00:00Z'))).toThrow(TypeError);
});

test('what was written is read back, whatever the time now', () => {
  const seconds = fc.integer({ min: -62_167_219_200, max: 253_402_300_799 });
  fc.assert(
    fc.property(seconds, fc.date({ noInvalidDate: true }), (at, anyNow) => {
      const date = new Date(at * 1000);
      expect(parseHttpDate(formatHttpDate(date), anyNow)).toEqual(date);
    }),
  );
});
