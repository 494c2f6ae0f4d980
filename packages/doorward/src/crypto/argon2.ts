import { timingSafeEqual } from 'node:crypto';
import type { Argon2Job } from './hash-jobs.ts';
import type { HashPool } from './hash-pool.ts';
import { parsePhc } from './phc.ts';

/** An Argon2 encoding, read and found to be within bounds. */
export interface Argon2Encoding {
  readonly variant: Argon2Job['variant'];
  readonly version: Argon2Job['version'];
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

const variants = { argon2d: 'd', argon2i: 'i', argon2id: 'id' } as const;

/** What a stored encoding may ask of this machine: 1 GiB, 100 passes, 64 lanes. */
const most = { memory: 1_048_576, passes: 100, lanes: 64, salt: 64, hash: 128 } as const;

/**
 * Reads `$argon2id$v=19$m=65536,t=3,p=1$salt$hash`, and `argon2i` and `argon2d` too. Without `v` it
 * is version 16. `undefined` for what is malformed, out of RFC 9106's bounds or out of ours.
 */
export function readArgon2(encoded: string): Argon2Encoding | undefined {
  const phc = parsePhc(encoded, ['m', 't', 'p']);
  if (phc === undefined || !isVariant(phc.id)) return undefined;
  const { salt, hash, version = 16 } = phc;
  const { m: memory = 0, t: passes = 0, p: lanes = 0 } = phc.params;
  if (version !== 16 && version !== 19) return undefined;
  if (lanes < 1 || lanes > most.lanes || passes < 1 || passes > most.passes) return undefined;
  if (memory < 8 * lanes || memory > most.memory) return undefined;
  if (salt.length < 8 || salt.length > most.salt) return undefined;
  if (hash.length < 12 || hash.length > most.hash) return undefined;
  return { variant: variants[phc.id], version, memory, passes, lanes, salt, hash };
}

/** Hashes the password as the encoding was made and compares the tags in constant time. */
export async function verifyArgon2(
  pool: HashPool,
  password: string,
  encoding: Argon2Encoding,
): Promise<boolean> {
  const { hash, ...parameters } = encoding;
  const tag = await pool.run({ kind: 'argon2', ...parameters, password, length: hash.length });
  return timingSafeEqual(tag, hash);
}

function isVariant(id: string): id is keyof typeof variants {
  return Object.hasOwn(variants, id);
}
