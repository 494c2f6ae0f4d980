import { hash, pbkdf2Sync, scryptSync } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { desCrypt } from './des-crypt.ts';
import type { Argon2Job, HashJob, HashReply, ScryptJob } from './hash-jobs.ts';

// This file is the thread of the hash pool. Every call is the synchronous one: the asynchronous
// forms run in libuv's thread pool, where a storm of log-ins would hold up files and DNS.

const niceness = 10;
const argon2Variants = { d: 0, i: 1, id: 2 } as const;
const argon2Versions = { 16: 0, 19: 1 } as const;

/**
 * Lets the event loop go first when both want the same core. Linux gives every thread a priority
 * of its own, under its thread id; elsewhere the number would mean the whole process.
 */
function yieldToTheEventLoop(): void {
  if (process.platform !== 'linux') return;
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    if (Number.isSafeInteger(thread) && thread > 0) setPriority(thread, niceness);
  } catch {
    // No /proc, or not allowed: slower under load on one core, and nothing worse.
  }
}

async function argon2(job: Argon2Job): Promise<Uint8Array> {
  const { hashRawSync } = await import('@node-rs/argon2');
  return hashRawSync(job.password, {
    algorithm: argon2Variants[job.variant],
    version: argon2Versions[job.version],
    memoryCost: job.memory,
    timeCost: job.passes,
    parallelism: job.lanes,
    salt: job.salt,
    outputLen: job.length,
  });
}

function scrypt(job: ScryptJob): Uint8Array {
  const { cost, blockSize, parallelization } = job;
  const maxmem = 128 * blockSize * (cost + parallelization + 2) + 1024;
  const parameters = { cost, blockSize, parallelization, maxmem };
  return scryptSync(job.password, job.salt, job.length, parameters);
}

async function compute(job: HashJob): Promise<boolean | Uint8Array> {
  switch (job.kind) {
    case 'argon2':
      return argon2(job);
    case 'scrypt':
      return scrypt(job);
    case 'pbkdf2':
      return pbkdf2Sync(job.password, job.salt, job.iterations, job.length, job.digest);
    case 'digest':
      return hash(job.digest, job.text, 'buffer');
    case 'des-crypt':
      return new TextEncoder().encode(desCrypt(job.password, job.salt));
    case 'bcrypt': {
      const { verifySync } = await import('@node-rs/bcrypt');
      return verifySync(job.password, job.encoded);
    }
  }
}

async function reply(job: HashJob): Promise<HashReply> {
  try {
    const value = await compute(job);
    // A Buffer may be a view on a shared slab, which a message would carry along whole.
    return { value: typeof value === 'boolean' ? value : Uint8Array.from(value) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { error: { name, message } };
  }
}

yieldToTheEventLoop();
parentPort?.on('message', (job: HashJob) => {
  void reply(job).then((answer) => parentPort?.postMessage(answer));
});
