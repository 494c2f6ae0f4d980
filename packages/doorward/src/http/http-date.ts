/**
 * Writes a date the one way that may be sent, IMF-fixdate. Fractions of a second are cut off.
 *
 * *Use when* a field holds a date: `Date`, `Expires`, `Last-Modified`, `Retry-After`.
 *
 * @throws {TypeError} when the date is invalid or its year does not fit four digits
 * @see RFC 9110 §5.6.7
 * @example
 * ```ts
 * import { formatHttpDate } from 'doorward/http';
 *
 * formatHttpDate(new Date('1994-11-06T08:49:37Z')); // => 'Sun, 06 Nov 1994 08:49:37 GMT'
 * ```
 */
export function formatHttpDate(date: Date): string {
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) throw new TypeError('the date is invalid or out of range');
  return date.toUTCString();
}

/**
 * Reads a date in any of the three forms that a recipient must accept: IMF-fixdate, RFC 850 and
 * `asctime`; `undefined` when it is none of them. Whether the day of the week fits is not asked.
 *
 * *Use when* a peer sent the field. `now` settles the two-digit year of RFC 850: a date more than
 * 50 years ahead belongs to the century before.
 *
 * @see RFC 9110 §5.6.7
 * @example
 * ```ts
 * import { parseHttpDate } from 'doorward/http';
 *
 * const now = new Date('2026-01-01T00:00:00Z');
 * parseHttpDate('Sunday, 06-Nov-94 08:49:37 GMT', now)?.toISOString(); // => '1994-11-06T08:49:37.000Z'
 * ```
 */
export function parseHttpDate(value: string, now: Date): Date | undefined {
  const fixdate = imfFixdate.exec(value);
  if (fixdate) {
    const [, day = '', month = '', year = '', time = ''] = fixdate;
    return utcDate(Number(year), month, Number(day), time);
  }
  const asctime = asctimeDate.exec(value);
  if (asctime) {
    const [, month = '', day = '', time = '', year = ''] = asctime;
    return utcDate(Number(year), month, Number(day), time);
  }
  const rfc850 = rfc850Date.exec(value);
  if (!rfc850) return undefined;
  const [, day = '', month = '', year = '', time = ''] = rfc850;
  return nearest(Number(year), now, (full) => utcDate(full, month, Number(day), time));
}

// Every part has one fixed width or is a closed choice, so these never look back.
const dayName = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const longDayName = '(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)';
const monthNames = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const clock = '(\\d\\d:\\d\\d:\\d\\d)';
const imfFixdate = new RegExp(`^${dayName}, (\\d\\d) (${monthNames}) (\\d{4}) ${clock} GMT$`);
const rfc850Date = new RegExp(`^${longDayName}, (\\d\\d)-(${monthNames})-(\\d\\d) ${clock} GMT$`);
const asctimeDate = new RegExp(`^${dayName} (${monthNames}) (\\d\\d| \\d) ${clock} (\\d{4})$`);
const months = monthNames.split('|');

function utcDate(year: number, month: string, day: number, time: string): Date | undefined {
  const [hour, minute, second] = time.split(':').map(Number) as [number, number, number];
  // Sixty is a leap second; it is read as the second after it.
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const date = new Date(0);
  // `Date.UTC` would read the years 0 to 99 as 1900 to 1999.
  date.setUTCFullYear(year, months.indexOf(month), day);
  if (date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second);
  return date;
}

function nearest(
  twoDigits: number,
  now: Date,
  dateIn: (year: number) => Date | undefined,
): Date | undefined {
  const limit = new Date(now);
  limit.setUTCFullYear(now.getUTCFullYear() + 50);
  const century = limit.getUTCFullYear() - (limit.getUTCFullYear() % 100);
  const latest = dateIn(century + twoDigits);
  // The later year may have no 29 February where the earlier one has.
  if (latest !== undefined && latest <= limit) return latest;
  return dateIn(century - 100 + twoDigits);
}
