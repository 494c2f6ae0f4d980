import { afterAll, expect, test } from 'vitest';
import { argon2id } from './argon2id.ts';
import { bcrypt } from './bcrypt.ts';
import { HashQueueFull } from './hash-errors.ts';
import type { HashJob } from './hash-jobs.ts';
import { type HashPool, hashPool } from './hash-pool.ts';
import type { PasswordFormat } from './password-hash.ts';
import { type CorruptedHash, passwordHashes } from './password-hashes.ts';

const pool = hashPool({ workers: 1, maxQueueSeconds: 60 });
afterAll(() => pool.close());

const preferred = argon2id({ pool, memory: 7168, passes: 5 });
const bcryptEncoded = '$2b$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm';
const no = { ok: false, outdated: false, corrupted: false };

/** How many hashes an action takes. */
async function work(action: () => Promise<unknown>): Promise<number> {
  const { done } = pool.stats();
  await action();
  return pool.stats().done - done;
}

test('verifies what it hashed', async () => {
  const hashes = passwordHashes({ preferred });
  const encoded = await hashes.hash('correct horse');
  expect(await hashes.verify('correct horse', encoded)).toEqual({ ...no, ok: true });
  expect(await hashes.verify('correct horsf', encoded)).toEqual(no);
  expect(await hashes.verify('', encoded)).toEqual(no);
});

test('calls outdated a right password in another format or with other parameters', async () => {
  const hashes = passwordHashes({ preferred, accepted: [bcrypt({ pool })] });
  const stronger = passwordHashes({ preferred: argon2id({ pool, memory: 19_456, passes: 2 }) });
  expect(await hashes.verify('password', bcryptEncoded)).toEqual({
    ...no,
    ok: true,
    outdated: true,
  });
  expect(await hashes.verify('wrong', bcryptEncoded)).toEqual(no);
  const encoded = await hashes.hash('password');
  expect(await stronger.verify('password', encoded)).toEqual({ ...no, ok: true, outdated: true });
});

test.each([
  ['an unknown account', undefined],
  ['an account without a password', null],
  ['an empty field', ''],
  ['a disabled password', '!'],
  ['a disabled password as Django writes it', '!abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN'],
])('does the work of a wrong password for %s', async (_label, encoded) => {
  const hashes = passwordHashes({ preferred });
  const stored = await hashes.hash('correct horse');
  expect(await work(() => hashes.verify('wrong', stored))).toBe(1);
  expect(await work(() => hashes.verify('wrong', encoded))).toBe(1);
  expect(await work(() => hashes.burn('wrong'))).toBe(1);
  expect(await hashes.verify('wrong', encoded)).toEqual(no);
  expect(await hashes.verify('!', encoded)).toEqual(no);
});

test('uses the preferred parameters for the dummy work', async () => {
  const jobs: HashJob[] = [];
  const watching: HashPool = {
    ...pool,
    run(job) {
      jobs.push(job);
      return pool.run(job);
    },
  };
  const watched = argon2id({ pool: watching, memory: 19_456, passes: 2 });
  const hashes = passwordHashes({ preferred: watched });
  await hashes.verify('wrong', undefined);
  await hashes.verify('x'.repeat(2000), undefined);
  expect(jobs).toMatchObject([
    { kind: 'argon2', memory: 19_456, passes: 2, lanes: 1, length: 32, password: 'wrong' },
    { kind: 'argon2', memory: 19_456, passes: 2, lanes: 1, length: 32, password: '' },
  ]);
});

test('adds the dummy work to a quick format, only when it answers no', async () => {
  const quick: PasswordFormat = {
    name: 'quick',
    normalise: 'none',
    quick: true,
    recognises: (encoded) => encoded.startsWith('quick$'),
    verify: async (password, encoded) => `quick$${password}` === encoded,
  };
  const hashes = passwordHashes({ preferred, accepted: [quick] });
  expect(await work(() => hashes.verify('wrong', 'quick$right'))).toBe(1);
  expect(await work(() => hashes.verify('right', 'quick$right'))).toBe(0);
});

test('never hashes a password over 1,024 bytes, and takes as long to say no (CVE-2025-22234)', async () => {
  const hashes = passwordHashes({ preferred });
  const longest = 'é'.repeat(512);
  const encoded = await hashes.hash(longest);
  expect(await hashes.verify(longest, encoded)).toEqual({ ...no, ok: true });
  for (const tooLong of [`${longest}x`, 'x'.repeat(1_000_000)]) {
    expect(await hashes.verify(tooLong, encoded)).toEqual(no);
    expect(await work(() => hashes.verify(tooLong, encoded))).toBe(1);
    expect(await work(() => hashes.verify(tooLong, undefined))).toBe(1);
    await expect(hashes.hash(tooLong)).rejects.toThrow(RangeError);
  }
});

test('takes no half of a character pair for a password: all of them would be one', async () => {
  const hashes = passwordHashes({ preferred });
  await expect(hashes.hash('pass\ud83d')).rejects.toThrow(RangeError);
  const encoded = await hashes.hash('pass\ufffd');
  expect(await hashes.verify('pass\ud83d', encoded)).toEqual(no);
  expect(await work(() => hashes.verify('pass\ud83d', encoded))).toBe(1);
});

test('makes one of the two ways of typing é, in our formats only', async () => {
  const [composed, decomposed] = ['p\u00e9', 'pe\u0301'];
  const hashes = passwordHashes({ preferred });
  const encoded = await hashes.hash(decomposed);
  expect(await hashes.verify(composed, encoded)).toMatchObject({ ok: true });
  expect(await hashes.verify(decomposed, encoded)).toMatchObject({ ok: true });
  expect(await preferred.verify(composed, encoded)).toBe(true);
  const asReceived = passwordHashes({ preferred: { ...preferred, normalise: 'none' } });
  expect(await asReceived.verify(decomposed, encoded)).toEqual(no);
});

test('answers no to what cannot be read and tells of each once, without saying what it is', async () => {
  const told: CorruptedHash[] = [];
  const hashes = passwordHashes({ preferred, onCorrupted: (info) => told.push(info) });
  const broken = '$argon2id$v=19$m=65536,t=3';
  for (const encoded of [broken, 'my plain password', broken, bcryptEncoded]) {
    const answer = { ...no, corrupted: true };
    expect(
      await work(async () => {
        expect(await hashes.verify('my plain password', encoded)).toEqual(answer);
      }),
    ).toBe(1);
  }
  expect(told).toEqual([{ format: 'argon2id' }, { format: undefined }, { format: undefined }]);
});

test('remembers no more than a thousand encodings it has told of', async () => {
  let told = 0;
  const free = { ...preferred, hash: async () => '' };
  const hashes = passwordHashes({
    preferred: free,
    onCorrupted: () => {
      told += 1;
    },
  });
  for (let number = 0; number < 1001; number += 1) await hashes.verify('x', `broken ${number}`);
  expect(told).toBe(1001);
  await hashes.verify('x', 'broken 1000');
  expect(told).toBe(1001);
  await hashes.verify('x', 'broken 0');
  expect(told).toBe(1002);
});

test('lets a full queue be known, for known and unknown accounts alike', async () => {
  const busy = hashPool({ workers: 1, maxQueueSeconds: 0, refusalDelay: 0 });
  const hashes = passwordHashes({ preferred: argon2id({ pool: busy, memory: 7168, passes: 5 }) });
  const encoded = await hashes.hash('password');
  const others = [hashes.burn(''), hashes.burn('')];
  await expect(hashes.verify('password', encoded)).rejects.toThrow(HashQueueFull);
  await expect(hashes.verify('password', undefined)).rejects.toThrow(HashQueueFull);
  await Promise.all(others);
  await busy.close();
});

test('takes no two formats of one name', () => {
  expect(() => passwordHashes({ preferred, accepted: [preferred] })).toThrow(TypeError);
});
