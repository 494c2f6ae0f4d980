import { afterAll, expect, test } from 'vitest';
import { argon2id } from './argon2id.ts';
import { bcrypt } from './bcrypt.ts';
import { hashPool } from './hash-pool.ts';
import { scrypt } from './scrypt.ts';

const pool = hashPool({ workers: 2, maxQueueSeconds: 60 });
afterAll(() => pool.close());

const weakest = argon2id({ pool, memory: 7168, passes: 5 });
const small = '$argon2id$v=19$m=64,t=1,p=1$TmEwQ2wxTWcyQWwzU2k0UDVTNkFyNw$aqzG2miJL0BKEIXWQk6ecw';

test('encodes with 64 MiB, 3 passes and 1 lane unless told otherwise', async () => {
  const format = argon2id({ pool });
  const encoded = await format.hash('correct horse');
  expect(encoded).toMatch(
    /^\$argon2id\$v=19\$m=65536,t=3,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
  );
  expect(await format.hash('correct horse')).not.toBe(encoded);
  expect(await format.verify('correct horse', encoded)).toBe(true);
  expect(await format.verify('correct horsf', encoded)).toBe(false);
  expect(format.outdated?.(encoded)).toBe(false);
});

// From the test program and the manual of the Argon2 reference implementation (CC0).
test.each([
  ['$argon2i$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b+dWRWJTmaaJObG', 'password'],
  ['$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ', 'password'],
  [
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    'password',
  ],
])('verifies %s', async (encoded, password) => {
  expect(weakest.wellFormed?.(encoded)).toBe(true);
  expect(await weakest.verify(password, encoded)).toBe(true);
  expect(await weakest.verify(`${password}x`, encoded)).toBe(false);
  expect(weakest.outdated?.(encoded)).toBe(true);
});

test.each([
  ['more memory than 1 GiB', small.replace('m=64', 'm=1048577')],
  ['more than 100 passes', small.replace('t=1', 't=101')],
  ['more than 64 lanes', small.replace('m=64,t=1,p=1', 'm=1024,t=1,p=65')],
  ['less memory than lanes need', small.replace('m=64', 'm=7')],
  ['no pass', small.replace('t=1', 't=0')],
  ['another version', small.replace('v=19', 'v=18')],
  ['a version that is no number', small.replace('v=19', 'v=')],
  ['another variant', small.replace('argon2id', 'argon2x')],
  ['a property of every object as variant', small.replace('argon2id', 'toString')],
  ['parameters in another order', small.replace('m=64,t=1', 't=1,m=64')],
  ['a parameter twice', small.replace('p=1', 'm=64')],
  ['a leading zero', small.replace('m=64', 'm=064')],
  ['a sign', small.replace('m=64', 'm=+64')],
  ['an exponent', small.replace('m=64', 'm=6e2')],
  ['padding', `${small}==`],
  ['stray bits at the end', small.replace(/w$/, 'x')],
  ['no salt', small.replace('TmEwQ2wxTWcyQWwzU2k0UDVTNkFyNw', '')],
  ['a tag of 8 bytes', small.replace(/\$[^$]+$/, '$aqzG2miJL0A')],
  ['a part too many', `${small}$x`],
  ['a part too few', small.slice(0, small.lastIndexOf('$'))],
  ['a text without end', small + 'A'.repeat(100_000)],
])('refuses an encoding with %s, without work', async (_label, encoded) => {
  const { done } = pool.stats();
  expect(weakest.wellFormed?.(encoded)).toBe(false);
  expect(await weakest.verify('password', encoded)).toBe(false);
  expect(pool.stats().done).toBe(done);
});

test('calls outdated what was made with other parameters', () => {
  const made = (params: string, salt = 'A'.repeat(22), tag = 'A'.repeat(43)): string =>
    `$argon2id$v=19$${params}$${salt}$${tag}`;
  const format = argon2id({ pool });
  expect(format.outdated?.(made('m=65536,t=3,p=1'))).toBe(false);
  expect(format.outdated?.(made('m=65535,t=3,p=1'))).toBe(true);
  expect(format.outdated?.(made('m=65536,t=2,p=1'))).toBe(true);
  expect(format.outdated?.(made('m=131072,t=3,p=1'))).toBe(true);
  expect(format.outdated?.(made('m=65536,t=3,p=2'))).toBe(true);
  expect(format.outdated?.(made('m=65536,t=3,p=1').replace('2id', '2i'))).toBe(true);
  expect(format.outdated?.(made('m=65536,t=3,p=1').replace('$v=19', ''))).toBe(true);
  expect(format.outdated?.(made('m=65536,t=3,p=1', 'A'.repeat(11)))).toBe(true);
  expect(format.outdated?.(made('m=65536,t=3,p=1', undefined, 'A'.repeat(22)))).toBe(true);
});

test('is not to be set below what OWASP asks for', () => {
  for (const [memory, passes] of [
    [47_104, 1],
    [19_456, 2],
    [12_288, 3],
    [7168, 9],
  ] as const) {
    argon2id({ pool, memory, passes });
    expect(() => argon2id({ pool, memory: memory - 1, passes })).toThrow(RangeError);
  }
  for (const wrong of [{ passes: 0 }, { memory: 2 ** 21 }, { lanes: 65 }, { memory: Number.NaN }]) {
    expect(() => argon2id({ pool, ...wrong })).toThrow(RangeError);
  }
});

test('computes scrypt (RFC 7914 §12, second vector)', async () => {
  const format = scrypt({ pool, logCost: 14, parallelization: 5 });
  const tag = Buffer.from(
    'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162' +
      '2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
    'hex',
  );
  const encoded = `$scrypt$ln=10,r=8,p=16$TmFDbA$${tag.toString('base64').replaceAll('=', '')}`;
  expect(await format.verify('password', encoded)).toBe(true);
  expect(await format.verify('passwort', encoded)).toBe(false);
  expect(format.outdated?.(encoded)).toBe(true);
});

test('encodes as scrypt where Argon2 cannot be had', async () => {
  const format = scrypt({ pool });
  const encoded = await format.hash('correct horse');
  expect(encoded).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await format.verify('correct horse', encoded)).toBe(true);
  expect(format.outdated?.(encoded)).toBe(false);
  expect(format.outdated?.(encoded.replace('ln=17', 'ln=16'))).toBe(true);
});

test('refuses scrypt that would take more than 512 MiB, or less than OWASP asks for', () => {
  const format = scrypt({ pool });
  const encoding = (params: string): string =>
    `$scrypt$${params}$${'A'.repeat(22)}$${'A'.repeat(43)}`;
  expect(format.wellFormed?.(encoding('ln=19,r=8,p=1'))).toBe(true);
  for (const params of [
    'ln=20,r=8,p=1',
    'ln=19,r=9,p=1',
    'ln=10,r=8,p=17',
    'ln=0,r=8,p=1',
    'ln=10,r=0,p=1',
    'ln=10,r=8,p=0',
    'ln=1e1,r=8,p=1',
    'ln=99999,r=8,p=1',
  ]) {
    expect(format.wellFormed?.(encoding(params))).toBe(false);
  }
  for (const wrong of [
    { logCost: 12 },
    { logCost: 16 },
    { logCost: 17.5 },
    { blockSize: 7 },
    { logCost: 40 },
  ]) {
    expect(() => scrypt({ pool, ...wrong })).toThrow(RangeError);
  }
});

// Made by the bcrypt library of Python, from the vectors of the django room; the prefixes are alike.
const bcryptEncoded = '$2b$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm';

test.each(['$2a$', '$2b$', '$2y$'])('verifies bcrypt with %s', async (prefix) => {
  const encoded = bcryptEncoded.replace('$2b$', prefix);
  const format = bcrypt({ pool });
  expect(format.recognises(encoded)).toBe(true);
  expect(await format.verify('password', encoded)).toBe(true);
  expect(await format.verify('passwore', encoded)).toBe(false);
  expect(format.outdated?.(encoded)).toBe(true);
});

test('refuses a password of which bcrypt would see a part, after the same work', async () => {
  const format = bcrypt({ pool });
  const of80 = '$2b$04$abcdefghijklmnopqrstuum2G75IXDN/xsgbNa/hCiPSKyIHQd70S';
  const digits = '0123456789'.repeat(8);
  const { done } = pool.stats();
  expect(await format.verify(digits.slice(0, 72), of80)).toBe(true);
  expect(await format.verify(digits, of80)).toBe(false);
  expect(await format.verify(digits.slice(0, 73), of80)).toBe(false);
  expect(await format.verify('password\0', bcryptEncoded)).toBe(false);
  expect(await format.verify('password\0more', bcryptEncoded)).toBe(false);
  expect(pool.stats().done).toBe(done + 5);
});

test('refuses a bcrypt encoding that is not whole or would take minutes', async () => {
  const format = bcrypt({ pool });
  for (const encoded of [
    bcryptEncoded.slice(0, -1),
    `${bcryptEncoded}.`,
    `${bcryptEncoded}\n`,
    bcryptEncoded.replace('$04$', '$03$'),
    bcryptEncoded.replace('$04$', '$17$'),
    bcryptEncoded.replace('$04$', '$4$'),
    bcryptEncoded.replace('abc', 'a c'),
  ]) {
    expect(format.wellFormed?.(encoded)).toBe(false);
    expect(await format.verify('password', encoded)).toBe(false);
  }
});
