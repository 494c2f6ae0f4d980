import { type Switches, strict } from '../core/switches.ts';

/** So many requests in so much time. */
export interface Rate {
  /** Requests allowed in a window. */
  readonly limit: number;
  /** Length of the window in milliseconds: whole seconds. */
  readonly windowMs: number;
}

const unitSeconds: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
};

const words: Readonly<Record<string, string>> = {
  s: 's',
  sec: 's',
  second: 's',
  seconds: 's',
  m: 'm',
  min: 'm',
  minute: 'm',
  minutes: 'm',
  h: 'h',
  hr: 'h',
  hour: 'h',
  hours: 'h',
  d: 'd',
  day: 'd',
  days: 'd',
};

const yearMs = 366 * 86_400_000;

/**
 * Reads a rate: `100/day`, `10/min`, `5/10s` (5 in 10 seconds).
 *
 * *Use when* a rate stands in configuration. Periods are `s`, `sec`, `second`, `m`, `min`,
 * `minute`, `h`, `hr`, `hour`, `d`, `day` and their plurals, with a whole number before them if
 * it is more than one. Anything else is refused at start: a month that counts as a minute is worse
 * than a server that does not come up.
 *
 * @param switches `ratePeriod: 'first-letter'` reads as Django REST framework does: only the
 *   period's first letter counts, so that `7/month` is 7 a minute. Default: `strict`.
 * @throws TypeError when the text is no rate, or the window is longer than a year.
 *
 * @example
 * ```ts
 * import { rate } from 'doorward/throttles';
 *
 * rate('100/day'); // => { limit: 100, windowMs: 86_400_000 }
 * rate('5/10s'); // => { limit: 5, windowMs: 10_000 }
 * ```
 */
export function rate(text: string, switches: Pick<Switches, 'ratePeriod'> = strict): Rate {
  const lenient = switches.ratePeriod === 'first-letter';
  const [count = '', period = '', ...rest] = text.split('/');
  const limit = wholeNumber(lenient ? count.trim() : count);
  const seconds = lenient ? firstLetterSeconds(period) : periodSeconds(period);
  if (limit === undefined || seconds === undefined || rest.length > 0) {
    throw new TypeError(
      `${JSON.stringify(text)} is no rate; write it like "100/day", "10/min" or "5/10s".`,
    );
  }
  return checkedRate({ limit, windowMs: seconds * 1_000 });
}

/** @throws TypeError when counters could not count such a rate. */
export function checkedRate({ limit, windowMs }: Rate): Rate {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new TypeError(
      'A rate allows a whole number of requests, 1 or more; to allow none, deny.',
    );
  }
  if (!Number.isSafeInteger(windowMs / 1_000) || windowMs < 1_000 || windowMs > yearMs) {
    throw new TypeError('A rate has a window of whole seconds, one year at most.');
  }
  return { limit, windowMs };
}

function periodSeconds(period: string): number | undefined {
  const [, multiple = '', word = ''] = /^(\d{0,9})([a-z]{1,7})$/.exec(period) ?? [];
  const unit = Object.hasOwn(words, word) ? unitSeconds[words[word] as string] : undefined;
  const times = multiple === '' ? 1 : wholeNumber(multiple);
  return unit === undefined || times === undefined ? undefined : unit * times;
}

function firstLetterSeconds(period: string): number | undefined {
  const letter = period.charAt(0);
  return Object.hasOwn(unitSeconds, letter) ? unitSeconds[letter] : undefined;
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
