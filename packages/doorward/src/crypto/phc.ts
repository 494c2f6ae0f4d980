import { fromBase64, toBase64 } from './base64.ts';

/** The parts of a PHC string: `$<id>[$v=<version>]$<name>=<number>,…$<salt>$<hash>`. */
export interface PhcFields {
  readonly id: string;
  readonly version?: number;
  readonly params: Readonly<Record<string, number>>;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

/** Longest PHC string that is looked at. */
const longest = 1024;

/**
 * Reads a PHC string whose parameters are decimal numbers; `undefined` when it is not one.
 *
 * @param names The parameters it must have, in their order.
 * @see https://github.com/P-H-C/phc-string-format
 */
export function parsePhc(text: string, names: readonly string[]): PhcFields | undefined {
  if (text.length > longest) return undefined;
  const [empty, id, ...rest] = text.split('$');
  const versioned = rest[0]?.startsWith('v=') === true;
  const version = versioned ? decimal(rest.shift()?.slice(2)) : undefined;
  const [list, saltText, hashText, ...excess] = rest;
  if (empty !== '' || !id || !saltText || !hashText || excess.length > 0) return undefined;
  if (versioned && version === undefined) return undefined;
  const params = parseParams(list ?? '', names);
  const salt = fromBase64(saltText, false);
  const hash = fromBase64(hashText, false);
  if (params === undefined || salt === undefined || hash === undefined) return undefined;
  return { id, ...(version === undefined ? {} : { version }), params, salt, hash };
}

/** Writes a PHC string. */
export function formatPhc({ id, version, params, salt, hash }: PhcFields): string {
  const list = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  const parts = [id, ...(version === undefined ? [] : [`v=${version}`]), list.join(',')];
  return `$${[...parts, toBase64(salt, false), toBase64(hash, false)].join('$')}`;
}

/** Reads a whole number as `String(number)` writes it: no sign, no leading zero. */
export function decimal(text: string | undefined): number | undefined {
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= 0 && String(value) === text ? value : undefined;
}

function parseParams(list: string, names: readonly string[]): Record<string, number> | undefined {
  const pairs = list.split(',');
  if (pairs.length !== names.length) return undefined;
  const params: Record<string, number> = {};
  for (const [index, name] of names.entries()) {
    const pair = pairs[index] ?? '';
    const value = pair.startsWith(`${name}=`) ? decimal(pair.slice(name.length + 1)) : undefined;
    if (value === undefined) return undefined;
    params[name] = value;
  }
  return params;
}
