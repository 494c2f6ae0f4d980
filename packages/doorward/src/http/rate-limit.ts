import { formatCount, formatString, type Item, parseItemList } from './structured-fields.ts';

/** How much of a policy is left, a member of `RateLimit`. */
export interface RateLimit {
  /** Name of the policy it is about. */
  readonly policy: string;
  /** Units left. */
  readonly remaining: number;
  /** Seconds until there are more. */
  readonly reset?: number;
}

/** A rule, a member of `RateLimit-Policy`. */
export interface RateLimitPolicy {
  readonly name: string;
  /** Units that may be used in a window. */
  readonly quota: number;
  /** Length of the window in seconds. */
  readonly window?: number;
  /** What is counted; left out, requests. */
  readonly unit?: string;
}

/**
 * Writes the `RateLimit` field.
 *
 * *Use when* a response tells a client how much it has left. Round the remaining seconds up. The
 * partition key (`pk`) of the draft is not written: it would tell one caller about others.
 *
 * @throws {TypeError} when a name is not printable ASCII, or a number not whole or below 0
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers
 * @example
 * ```ts
 * import { formatRateLimit } from 'doorward/http';
 *
 * formatRateLimit([{ policy: 'login', remaining: 4, reset: 30 }]); // => '"login";r=4;t=30'
 * ```
 */
export function formatRateLimit(limits: readonly RateLimit[]): string {
  return limits
    .map(({ policy, remaining, reset }) => {
      const text = `${formatString(policy)};r=${formatCount(remaining, 'remaining')}`;
      return reset === undefined ? text : `${text};t=${formatCount(reset, 'reset')}`;
    })
    .join(', ');
}

/**
 * Writes the `RateLimit-Policy` field.
 *
 * *Use when* a response tells a client the rules.
 *
 * @throws {TypeError} when a name is not printable ASCII, or a number not whole or below 0
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers
 * @example
 * ```ts
 * import { formatRateLimitPolicy } from 'doorward/http';
 *
 * formatRateLimitPolicy([{ name: 'login', quota: 5, window: 60 }]); // => '"login";q=5;w=60'
 * ```
 */
export function formatRateLimitPolicy(policies: readonly RateLimitPolicy[]): string {
  return policies
    .map(({ name, quota, window, unit }) => {
      let text = `${formatString(name)};q=${formatCount(quota, 'quota')}`;
      if (window !== undefined) text += `;w=${formatCount(window, 'window')}`;
      return unit === undefined ? text : `${text};qu=${formatString(unit)}`;
    })
    .join(', ');
}

/**
 * Reads a `RateLimit` field; `undefined` when it is malformed, never a throw. Unknown parameters
 * are passed over.
 *
 * *Use when* a client paces itself.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers
 * @example
 * ```ts
 * import { parseRateLimit } from 'doorward/http';
 *
 * parseRateLimit('"login";r=4;t=30'); // => [{ policy: 'login', remaining: 4, reset: 30 }]
 * ```
 */
export function parseRateLimit(value: string): RateLimit[] | undefined {
  return parseEach(value, (policy, params) => {
    const remaining = count(params['r']);
    const reset = count(params['t']);
    if (remaining === undefined || (reset === undefined && 't' in params)) return undefined;
    return { policy, remaining, ...(reset !== undefined && { reset }) };
  });
}

/**
 * Reads a `RateLimit-Policy` field; `undefined` when it is malformed, never a throw. Unknown
 * parameters are passed over.
 *
 * *Use when* a client paces itself.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers
 * @example
 * ```ts
 * import { parseRateLimitPolicy } from 'doorward/http';
 *
 * parseRateLimitPolicy('"login";q=5;w=60'); // => [{ name: 'login', quota: 5, window: 60 }]
 * ```
 */
export function parseRateLimitPolicy(value: string): RateLimitPolicy[] | undefined {
  return parseEach(value, (name, params) => {
    const quota = count(params['q']);
    const window = count(params['w']);
    const unit = params['qu'];
    if (quota === undefined || (window === undefined && 'w' in params)) return undefined;
    if (unit !== undefined && typeof unit !== 'string') return undefined;
    return {
      name,
      quota,
      ...(window !== undefined && { window }),
      ...(unit !== undefined && { unit }),
    };
  });
}

function parseEach<Member>(
  value: string,
  read: (name: string, params: Item['params']) => Member | undefined,
): Member[] | undefined {
  const items = parseItemList(value);
  if (items === undefined) return undefined;
  const members: Member[] = [];
  for (const item of items) {
    const member = typeof item.value === 'string' ? read(item.value, item.params) : undefined;
    if (member === undefined) return undefined;
    members.push(member);
  }
  return members;
}

function count(value: Item['value'] | undefined): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
}
