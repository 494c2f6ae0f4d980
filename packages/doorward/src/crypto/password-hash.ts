/**
 * One way of storing a password. Give several to {@link passwordHashes}.
 *
 * No method throws for what a store contains: an encoding that cannot be read is `wellFormed`
 * `false` and verifies no password.
 */
export interface PasswordFormat {
  /** Its name, for messages: `argon2id`. */
  readonly name: string;
  /**
   * What is done to a password before it is hashed: `NFC` makes the two ways of typing `é` one
   * (NIST SP 800-63B §3.1.1.2); `none` takes it as received, for formats made elsewhere.
   */
  readonly normalise: 'NFC' | 'none';
  /**
   * `true` when verifying costs next to nothing. The registry then adds its dummy hash to a wrong
   * answer, or its speed would tell that the account exists. Default: `false`.
   */
  readonly quick?: boolean;
  /** Says, by its beginning or shape, whether an encoding is of this format. */
  recognises(encoded: string): boolean;
  /** Says whether a recognised encoding is whole and within bounds. Default: always. */
  wellFormed?(encoded: string): boolean;
  /** Says whether the password is the one that was encoded. */
  verify(password: string, encoded: string): Promise<boolean>;
  /** Says whether the password should be hashed anew at the next log-in. Default: never. */
  outdated?(encoded: string): boolean;
  /** Encodes a password. Absent where a format is only read. */
  hash?(password: string): Promise<string>;
}

/** A format that can be the preferred one. */
export interface HashingFormat extends PasswordFormat {
  hash(password: string): Promise<string>;
}
