// Traditional crypt(3): 25 rounds of DES over zeros, with the password as the key and the salt
// stirred into the expansion table. Bits are numbered from 1, as FIPS 46-3 prints its tables.

const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Rows of eight: `n, n-8, n-16, …` for each of the starts. */
const columns = (starts: readonly number[], count: number): number[] =>
  starts.flatMap((start) => Array.from({ length: count }, (_, row) => start - 8 * row));

const initialPermutation = columns([58, 60, 62, 64, 57, 59, 61, 63], 8);

const expansion = Array.from({ length: 48 }, (_, bit) => {
  const group = Math.floor(bit / 6);
  return ((4 * group + (bit % 6) + 31) % 32) + 1;
});

// biome-ignore format: a table
const permutation = [
  16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10,
  2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25,
];

const keyChoice = [
  ...columns([57, 58, 59], 8),
  ...columns([60], 4),
  ...columns([63, 62, 61], 8),
  ...columns([28], 4),
];

// biome-ignore format: a table
const roundKeyChoice = [
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2,
  41, 52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
];

const keyShifts = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];

/** The eight S-boxes, four rows of sixteen hexadecimal digits each. */
const substitutions = [
  'e4d12fb83a6c59070f74e2d1a6cb953841e8d62bfc973a50fc8249175b3ea06d',
  'f18e6b34972dc05a3d47f28ec01a69b50e7ba4d158c6932fd8a13f42b67c05e9',
  'a09e63f51dc7b428d709346a285ecbf1d6498f30b12c5ae71ad069874fe3b52c',
  '7de3069a1285bc4fd8b56f03472c1ae9a690cb7df13e52843f06a1d8945bc72e',
  '2c417ab6853fd0e9eb2c47d150fa3986421bad78f9c5630eb8c71e2d6f09a453',
  'c1af92680d34e75baf427c9561de0b389ef528c3704a1db6432c95fabe17608d',
  '4b2ef08d3c975a61d0b7491ae35c2f8614bdc37eaf6805926bd814a7950fe23c',
  'd2846fb1a93e50c71fd8a374c56b0e927b419ce206adf35821e74a8dfc90356b',
];

type Bits = readonly number[];

const choose = (bits: Bits, table: readonly number[]): number[] =>
  table.map((place) => bits[place - 1] ?? 0);

const toBits = (value: number, width: number): number[] =>
  Array.from({ length: width }, (_, bit) => (value >> (width - 1 - bit)) & 1);

const toNumber = (bits: Bits): number => bits.reduce((value, bit) => value * 2 + bit, 0);

const rotateLeft = (bits: Bits, count: number): number[] => [
  ...bits.slice(count),
  ...bits.slice(0, count),
];

/** Seven bits of each of the first eight bytes, then a parity bit that nobody reads. */
function keyBits(password: string): number[] {
  const bytes = Buffer.alloc(8);
  bytes.set(Buffer.from(password).subarray(0, 8));
  return [...bytes].flatMap((byte) => toBits((byte << 1) & 0xff, 8));
}

function roundKeys(key: Bits): number[][] {
  const chosen = choose(key, keyChoice);
  let left = chosen.slice(0, 28);
  let right = chosen.slice(28);
  return keyShifts.map((shift) => {
    left = rotateLeft(left, shift);
    right = rotateLeft(right, shift);
    return choose([...left, ...right], roundKeyChoice);
  });
}

/** Each of the salt's twelve bits swaps one entry of the first half with one of the second. */
function saltedExpansion(salt: string): number[] {
  const table = [...expansion];
  for (let place = 0; place < 12; place += 1) {
    const value = alphabet.indexOf(salt.charAt(Math.floor(place / 6)));
    if (((value >> (place % 6)) & 1) === 1) {
      const [first = 0, second = 0] = [table[place], table[place + 24]];
      table[place] = second;
      table[place + 24] = first;
    }
  }
  return table;
}

function substitute(bits: Bits): number[] {
  return substitutions.flatMap((box, index) => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bits.slice(6 * index, 6 * index + 6);
    return toBits(Number.parseInt(box.charAt(32 * a + 16 * f + toNumber([b, c, d, e])), 16), 4);
  });
}

function encrypt(block: Bits, keys: readonly Bits[], table: readonly number[]): number[] {
  const permuted = choose(block, initialPermutation);
  let left = permuted.slice(0, 32);
  let right = permuted.slice(32);
  for (const key of keys) {
    const mixed = choose(right, table).map((bit, place) => bit ^ (key[place] ?? 0));
    const added = choose(substitute(mixed), permutation);
    [left, right] = [right, left.map((bit, place) => bit ^ (added[place] ?? 0))];
  }
  const output = Array.from<number>({ length: 64 });
  [...right, ...left].forEach((bit, place) => {
    output[(initialPermutation[place] ?? 1) - 1] = bit;
  });
  return output;
}

/**
 * Traditional DES `crypt(3)`, as old password files and Django before 5.0 have it. It looks at
 * seven bits of the first eight bytes and at nothing else: for reading old records only.
 *
 * @param salt Two characters of `./0-9A-Za-z`.
 */
export function desCrypt(password: string, salt: string): string {
  const keys = roundKeys(keyBits(password));
  const table = saltedExpansion(salt);
  let block: number[] = Array.from({ length: 64 }, () => 0);
  for (let time = 0; time < 25; time += 1) block = encrypt(block, keys, table);
  const bits = [...block, 0, 0];
  const characters = Array.from({ length: 11 }, (_, place) =>
    alphabet.charAt(toNumber(bits.slice(6 * place, 6 * place + 6))),
  );
  return salt + characters.join('');
}
