import type { PasswordFormat } from '../crypto/password-hash.ts';

/** One of Django's formats: how its encoding is read, and how a password is held against it. */
export interface DjangoFormat<Encoding> {
  /** Django's name of the algorithm, which an encoding has before its first `$`. */
  readonly name: string;
  readonly quick?: boolean;
  /** Where the name and `$` are not all there is to it. */
  recognises?(encoded: string): boolean;
  /** The parts of a recognised encoding; `undefined` when malformed or out of bounds. */
  read(encoded: string): Encoding | undefined;
  verify(password: string, encoding: Encoding): Promise<boolean>;
}

/** Longest encoding that is read; Django's column holds 128 characters. */
const longest = 512;

/** Makes a password format of one of Django's: as received, never made, always outdated. */
export function djangoFormat<Encoding>(format: DjangoFormat<Encoding>): PasswordFormat {
  const { name, quick = false } = format;
  const recognises = (encoded: string): boolean =>
    format.recognises?.(encoded) ?? encoded.startsWith(`${name}$`);
  const read = (encoded: string): Encoding | undefined =>
    encoded.length <= longest && recognises(encoded) ? format.read(encoded) : undefined;

  return {
    name: `django/${name}`,
    normalise: 'none',
    quick,
    recognises,
    wellFormed: (encoded) => read(encoded) !== undefined,
    async verify(password, encoded) {
      const encoding = read(encoded);
      return encoding !== undefined && format.verify(password, encoding);
    },
    outdated: () => true,
  };
}
