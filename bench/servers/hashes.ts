import { argon2id, hashPool } from 'doorward/crypto';
import { answering } from '../answering.ts';
import { password } from '../dataset.ts';

/** Passwords verified, in how many seconds, and for how many microseconds of processor time. */
export interface HashRate {
  readonly hashes: number;
  readonly seconds: number;
  readonly cpu: number;
}

/** The questions this process answers. */
export interface Hashing {
  rate(seconds: number): Promise<HashRate>;
}

const pool = hashPool();
const format = argon2id({ pool });
const encoded = await format.hash(password);

/** Verifies one password after the other with nothing else to do; one always waits. */
async function rate(seconds: number): Promise<HashRate> {
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  const until = began + seconds * 1_000;
  let hashes = 0;
  async function verify(): Promise<void> {
    while (performance.now() < until) {
      if (!(await format.verify(password, encoded))) throw new Error('the password is wrong');
      hashes += 1;
    }
  }
  await Promise.all([verify(), verify()]);
  const lasted = performance.now() - began;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { hashes, seconds: lasted / 1_000, cpu: user + system };
}

answering({ rate } satisfies Hashing, () => pool.close());
