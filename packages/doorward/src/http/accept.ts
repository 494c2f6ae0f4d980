import type { Params } from './auth-grammar.ts';
import { atEnd, quotedString, type Scanner, scanner, skipListGap } from './field-scanner.ts';
import { type MediaType, parseMediaType, readMediaType } from './media-type.ts';

/** A member of `Accept`: a media range, `*` for any type or subtype, and its weight from 0 to 1. */
export interface MediaRange extends MediaType {
  readonly quality: number;
}

/** Options of `negotiate`. */
export interface NegotiateOptions {
  /**
   * Choose as Django REST framework does: the most specific range first, weights not looked at,
   * not even 0. Default `false`.
   */
  readonly ignoreQuality?: boolean;
}

/** More ranges than any client sends; the rest is not read. */
const maxRanges = 100;

/**
 * Reads an `Accept` field in the order given. A member that cannot be read is left out.
 *
 * *Use when* `negotiate` is not enough.
 *
 * @see RFC 9110 §12.5.1
 * @example
 * ```ts
 * import { parseAccept } from 'doorward/http';
 *
 * parseAccept('text/*;q=0.3, text/html').map((range) => range.quality); // => [0.3, 1]
 * ```
 */
export function parseAccept(value: string): MediaRange[] {
  const scan = scanner(value);
  const ranges: MediaRange[] = [];
  skipListGap(scan);
  while (!atEnd(scan) && ranges.length < maxRanges) {
    const range = readRange(scan);
    if (range !== undefined) ranges.push(range);
    skipElement(scan);
    skipListGap(scan);
  }
  return ranges;
}

/**
 * Chooses what to answer with among the media types that can be produced, the preferred first;
 * `undefined` when the client accepts none of them (406).
 *
 * *Use when* an answer has several forms. The highest weight wins, then the order of `produces`.
 * Without an `Accept` field, or with one that cannot be read, it is the first. A `charset` in a
 * range does not count against a type that states none.
 *
 * @throws {TypeError} when `produces` holds something that is no media type
 * @see RFC 9110 §12.5.1
 * @example
 * ```ts
 * import { negotiate } from 'doorward/http';
 *
 * const produces = ['application/json', 'application/problem+json'];
 * negotiate('application/problem+json, application/*;q=0.1', produces); // => 'application/problem+json'
 * negotiate('image/png', produces); // => undefined
 * ```
 */
export function negotiate(
  accept: string | null,
  produces: readonly string[],
  options: NegotiateOptions = {},
): string | undefined {
  const types = produces.map(asProduced);
  const ranges = parseAccept(accept ?? '');
  if (ranges.length === 0) return produces[0];
  const best =
    options.ignoreQuality === true ? mostSpecific(ranges, types) : heaviest(ranges, types);
  return best && produces[types.indexOf(best)];
}

function asProduced(text: string): MediaType {
  const mediaType = parseMediaType(text);
  if (mediaType === undefined) throw new TypeError(`${JSON.stringify(text)} is no media type`);
  return mediaType;
}

/** Each type has the weight of the most specific range that covers it; the first of the heaviest. */
function heaviest(
  ranges: readonly MediaRange[],
  types: readonly MediaType[],
): MediaType | undefined {
  let best: MediaType | undefined;
  let bestQuality = 0;
  for (const type of types) {
    let decisive: MediaRange | undefined;
    for (const range of ranges) {
      if (!covers(range, type) || !hasParams(type, range.params, 'charset')) continue;
      if (!decisive || specificity(range) > specificity(decisive)) decisive = range;
    }
    if (decisive !== undefined && decisive.quality > bestQuality) {
      best = type;
      bestQuality = decisive.quality;
    }
  }
  return best;
}

/** Django REST framework's order: three steps of wildcards, then ranges with parameters on top. */
function mostSpecific(
  ranges: readonly MediaRange[],
  types: readonly MediaType[],
): MediaType | undefined {
  for (const level of [3, 2, 1, 0]) {
    const alike = ranges.filter((range) => Math.min(3, specificity(range)) === level);
    for (const type of types) {
      // There, what a renderer states must be asked for; what is asked for beyond that is an option.
      if (alike.some((range) => covers(range, type) && hasParams(range, type.params))) return type;
    }
  }
  return undefined;
}

/** Whether the range's type and subtype admit those of `type`. */
function covers(range: MediaRange, type: MediaType): boolean {
  if (range.type !== '*' && range.type !== type.type) return false;
  return range.subtype === '*' || range.subtype === type.subtype;
}

/** Whether `holder` states every parameter of `params`; `optional` only has to fit if it is there. */
function hasParams(holder: MediaType, params: Params, optional?: string): boolean {
  for (const name in params) {
    const held = holder.params[name];
    if (held === undefined && name === optional) continue;
    if (held?.toLowerCase() !== params[name]?.toLowerCase()) return false;
  }
  return true;
}

/** 0 for any type, 1 for any subtype, 2 for a type, 3 and more for a type with parameters. */
function specificity(range: MediaRange): number {
  if (range.type === '*') return 0;
  return range.subtype === '*' ? 1 : 2 + Object.keys(range.params).length;
}

function readRange(scan: Scanner): MediaRange | undefined {
  const mediaType = readMediaType(scan);
  if (mediaType === undefined || !(atEnd(scan) || scan.text[scan.at] === ',')) return undefined;
  const { type, subtype } = mediaType;
  if (type === '*' && subtype !== '*') return undefined;
  const { q = '1', ...others } = mediaType.params;
  const params: Params = Object.assign(Object.create(null), others);
  return isWeight(q) ? { type, subtype, params, quality: Number(q) } : undefined;
}

/** RFC 9110 §12.4.2: from 0 to 1 with up to three decimals. */
function isWeight(text: string): boolean {
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text);
}

/** Goes on to the next comma that is not inside a quoted string. */
function skipElement(scan: Scanner): void {
  while (!atEnd(scan) && scan.text[scan.at] !== ',') {
    if (scan.text[scan.at] !== '"') scan.at += 1;
    else if (quotedString(scan) === undefined) scan.at = scan.text.length;
  }
}
