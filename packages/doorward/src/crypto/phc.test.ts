import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatPhc, type PhcFields, parsePhc } from './phc.ts';

const bytes = fc.uint8Array({ minLength: 1, maxLength: 64 });

test('reads what it writes', () => {
  const fields = fc.record<PhcFields>(
    {
      id: fc.constantFrom('argon2id', 'scrypt'),
      version: fc.nat(),
      params: fc.record({ a: fc.nat(), b: fc.nat() }, { noNullPrototype: true }),
      salt: bytes,
      hash: bytes,
    },
    { requiredKeys: ['id', 'params', 'salt', 'hash'], noNullPrototype: true },
  );
  fc.assert(
    fc.property(fields, (field) => {
      expect(parsePhc(formatPhc(field), ['a', 'b'])).toEqual(field);
    }),
  );
});

test('gives one spelling to each value', () => {
  const nearly = fc.tuple(
    fc.stringMatching(/^[0-9e+. ]{1,3}$/),
    fc.stringMatching(/^[AQgw]{1,4}[=\n]?$/),
  );
  const read = fc
    .sample(nearly, 2000)
    .map(([number, salt]) => `$x$v=1$a=${number}$${salt}$AAAA`)
    .map((text) => ({ text, fields: parsePhc(text, ['a']) }))
    .flatMap(({ text, fields }) => (fields === undefined ? [] : [{ text, fields }]));
  expect(read.length).toBeGreaterThan(20);
  expect(read.map(({ fields }) => formatPhc(fields))).toEqual(read.map(({ text }) => text));
});

test('reads a list of a hundred thousand parts in no time', () => {
  const began = performance.now();
  for (const part of ['$', ',', '=', 'v=', 'a=1,']) {
    expect(parsePhc(part.repeat(100_000), ['a'])).toBeUndefined();
  }
  expect(performance.now() - began).toBeLessThan(50);
});
