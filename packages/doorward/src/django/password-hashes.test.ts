import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { argon2id } from '../crypto/argon2id.ts';
import { hashPool } from '../crypto/hash-pool.ts';
import { passwordHashes } from '../crypto/password-hashes.ts';
import { djangoPasswordHashes } from './password-hashes.ts';

interface Vectors {
  readonly password_hashes: readonly {
    readonly algorithm: string;
    readonly password: string;
    readonly password_label: string;
    readonly encoded: string;
    readonly verifies: boolean;
    readonly note?: string;
    readonly also_verifies_with_suffix_x?: boolean;
  }[];
  readonly password_hash_malformed: readonly { readonly encoded: string | null }[];
  readonly password_cross_checks: readonly { readonly nfc: string; readonly nfd: string }[];
  readonly unusable_password: { readonly example: string };
}

// Made by running Django 3.2.25 and 5.2.17; the file says how.
const vectors: Vectors = JSON.parse(
  readFileSync(new URL('./vectors/password-hashes.json', import.meta.url), 'utf8'),
);
const removed = ['sha1', 'unsalted_md5', 'unsalted_sha1', 'crypt'];

const pool = hashPool({ workers: 2, maxQueueSeconds: 600 });
afterAll(() => pool.close());
const preferred = argon2id({ pool, memory: 7168, passes: 5 });
const formats = djangoPasswordHashes({ pool });
const hashes = passwordHashes({ preferred, accepted: formats });
const no = { ok: false, outdated: false, corrupted: false };

describe.concurrent('verifies what Django stored', () => {
  for (const vector of vectors.password_hashes) {
    const { algorithm, password, password_label, encoded, note = '' } = vector;
    test(`${algorithm} of ${password_label} ${note}: ${encoded.slice(0, 40)}`, async ({
      expect,
    }) => {
      const recognising = formats.filter((format) => format.recognises(encoded));
      expect(recognising.map((format) => format.name)).toEqual([`django/${algorithm}`]);
      const wrong = `x${password}`;
      expect(
        await Promise.all([hashes.verify(password, encoded), hashes.verify(wrong, encoded)]),
      ).toEqual([{ ok: vector.verifies, outdated: true, corrupted: false }, no]);
      if (vector.also_verifies_with_suffix_x === true) {
        expect(await hashes.verify(`${password}x`, encoded)).toMatchObject({ ok: true });
      }
    });
  }
});

test('has read all 135 vectors, in all eleven formats', () => {
  expect(vectors.password_hashes).toHaveLength(135);
  const used = new Set(vectors.password_hashes.map(({ algorithm }) => `django/${algorithm}`));
  expect(used).toEqual(new Set(formats.map(({ name }) => name)));
});

test('answers no to all that Django 5.2 stumbles over, with the formats of Django 5.2', async () => {
  const current = passwordHashes({
    preferred,
    accepted: formats.filter(({ name }) => !removed.includes(name.slice('django/'.length))),
  });
  expect(vectors.password_hash_malformed.length).toBeGreaterThan(20);
  for (const { encoded } of vectors.password_hash_malformed) {
    for (const password of ['password', '']) {
      const { ok } = await current.verify(password, encoded);
      expect({ encoded, ok }).toEqual({ encoded, ok: false });
    }
  }
});

test('answers no with every format, but to three that older versions of Django wrote', async () => {
  const yes: string[] = [];
  for (const { encoded } of vectors.password_hash_malformed) {
    if ((await hashes.verify('password', encoded)).ok) yes.push(String(encoded));
    for (const format of formats) {
      expect(await format.verify('not it', encoded ?? '')).toBe(false);
    }
  }
  const known = vectors.password_hashes.map(({ encoded }) => encoded);
  expect(yes).toHaveLength(3);
  expect(known).toEqual(expect.arrayContaining(yes));
});

test('verifies the salted SHA-1 of Django 1.4, whose password is not ASCII', async () => {
  // From Django's own tests of its hashers (tests/auth_tests/test_hashers.py, BSD-3-Clause).
  const encoded = 'sha1$seasalt$cff36ea83f5706ce9aa7454e63e431fc726b2dc8';
  expect(await hashes.verify('lètmein', encoded)).toMatchObject({ ok: true });
  expect(await hashes.verify('letmein', encoded)).toEqual(no);
});

test('never verifies an unusable password', async () => {
  const { example } = vectors.unusable_password;
  expect(formats.some((format) => format.recognises(example))).toBe(false);
  for (const password of ['', example, example.slice(1)]) {
    expect(await hashes.verify(password, example)).toEqual(no);
  }
});

test('normalises no password', async () => {
  const [{ nfc, nfd } = { nfc: '', nfd: '' }] = vectors.password_cross_checks;
  const { encoded } = vectors.password_hashes.find(({ password }) => password === nfd) ?? {};
  expect(nfc).not.toBe(nfd);
  expect(await hashes.verify(nfd, encoded)).toMatchObject({ ok: true });
  expect(await hashes.verify(nfc, encoded)).toEqual(no);
});

test.each([
  'pbkdf2_sha256$10000001$salt$Qkd4Eihw7pSMvBe4zRjW3ZD1UYOh37hSDRX7Oxfclts=',
  'pbkdf2_sha256$1000$salt$Qkd4Eihw7pSMvBe4zRjW3ZD1UYOh37hSDRX7Oxfclts=$',
  'pbkdf2_sha256$1000$salt$Qkd4Eihw7pSMvBe4zRjW3ZD1UYOh37hSDRX7Oxfclts',
  'pbkdf2_sha256$1e3$salt$Qkd4Eihw7pSMvBe4zRjW3ZD1UYOh37hSDRX7Oxfclts=',
  'pbkdf2_sha1$1000$salt$Qkd4Eihw7pSMvBe4zRjW3ZD1UYOh37hSDRX7Oxfclts=',
  `scrypt$1048576$salt$8$1$${'A'.repeat(86)}==`,
  `scrypt$1024$salt$8$17$${'A'.repeat(86)}==`,
  `scrypt$1024$salt$0$1$${'A'.repeat(86)}==`,
  `scrypt$1024$$8$1$${'A'.repeat(86)}==`,
  'bcrypt$$2b$17$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm',
  'bcrypt_sha256$$2x$04$abcdefghijklmnopqrstuuavYyybW8SwBYgHrVfEOHIljvgCGgHr2',
  'argon2$argon2id$v=19$m=2097152,t=1,p=1$TmEwQ2wxTWcyQWwzU2k0UDVTNkFyNw$aqzG2miJL0BKEIXWQk6ecw',
  'md5$seasalt$1E9BF2BF5606AA5C39852CC30F0F6F22',
  'md5$$5f4dcc3b5aa765d61d8327deb882cf9',
  'sha1$seasalt$6292fe549ea4fd63a742ce4c58115c04e58732ea$',
  'crypt$$abJnggxhB/yW',
  'crypt$ab$abJnggxhB/yWI',
  'crypt$$é!Jngg\u{110}xhB/yWI',
  `pbkdf2_sha256$1000$${'s'.repeat(512)}$Qkd4Eihw7pSMvBe4zRjW3ZD1UYOh37hSDRX7Oxfclts=`,
])('takes %s for corrupted, and does no work of its kind', async (encoded) => {
  const format = formats.find((candidate) => candidate.recognises(encoded));
  const { done } = pool.stats();
  expect(format?.wellFormed?.(encoded)).toBe(false);
  expect(await format?.verify('password', encoded)).toBe(false);
  expect(pool.stats().done).toBe(done);
});

test('refuses a NUL where the old libraries would have ended the password', async () => {
  expect(await hashes.verify('password\0', 'crypt$$abJnggxhB/yWI')).toEqual(no);
  expect(
    await hashes.verify(
      'password\0',
      'bcrypt$$2b$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm',
    ),
  ).toEqual(no);
});

test('lets no wrong password be answered quicker than an unknown account', async () => {
  for (const { encoded } of vectors.password_hashes.slice(0, 11)) {
    const { done } = pool.stats();
    await hashes.verify('wrong', encoded);
    const quick = formats.find((format) => format.recognises(encoded))?.quick === true;
    expect(pool.stats().done - done).toBe(quick ? 2 : 1);
  }
});
