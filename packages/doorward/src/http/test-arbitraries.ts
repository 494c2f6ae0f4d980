import fc, { type Arbitrary } from 'fast-check';
import type { Challenge, Params } from './challenge.ts';

const tokenCharacters =
  "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const token68Characters = tokenCharacters.replace(/[!#$%&'*^`|]/g, '').concat('/');

/** Texts of printable ASCII. */
export const printable: Arbitrary<string> = textOf(ascii(0x20, 0x7e), 0);

/** Tokens (RFC 9110 §5.6.2). */
export const tokenText: Arbitrary<string> = textOf(tokenCharacters.split(''), 1);

/** Tokens in lower case, as parsed names are. */
export const nameText: Arbitrary<string> = tokenText.map((text) => text.toLowerCase());

/** Parameters as they are parsed: names in lower case, no prototype. */
export function paramsOf(value: Arbitrary<string>, minKeys = 0): Arbitrary<Params> {
  return fc.dictionary(nameText, value, { minKeys, maxKeys: 6, noNullPrototype: false });
}

/** Challenges or credentials; schemes with bare parameters are left out, since values vary. */
export function challengeOf(
  scheme: Arbitrary<string>,
  value: Arbitrary<string>,
): Arbitrary<Challenge> {
  const token68 = fc
    .tuple(textOf(token68Characters.split(''), 1), fc.integer({ min: 0, max: 3 }))
    .map(([text, padding]) => text + '='.repeat(padding));
  const name = scheme.filter((text) => !/^(?:digest|signature)$/i.test(text));
  return fc.oneof(
    fc.record({ scheme: name }),
    fc.record({ scheme: name, token68 }),
    fc.record({ scheme: name, params: paramsOf(value, 1) }),
  );
}

/** Texts of the given characters, up to 12 long. */
export function textOf(characters: readonly string[], minLength: number): Arbitrary<string> {
  const unit = fc.constantFrom(...characters);
  return fc.array(unit, { minLength, maxLength: 12 }).map((units) => units.join(''));
}

/** The characters with codes from `first` to `last`. */
export function ascii(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, at) => String.fromCharCode(first + at));
}
