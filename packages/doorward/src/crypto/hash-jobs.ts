/** Derives a key with Argon2 (RFC 9106); gives the tag. */
export interface Argon2Job {
  readonly kind: 'argon2';
  readonly variant: 'd' | 'i' | 'id';
  /** 19 is the version of RFC 9106; 16 is the one before it, for old records. */
  readonly version: 16 | 19;
  /** Memory in KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
  readonly password: string;
  readonly salt: Uint8Array;
  /** Bytes of the tag. */
  readonly length: number;
}

/** Derives a key with scrypt (RFC 7914). */
export interface ScryptJob {
  readonly kind: 'scrypt';
  /** N, a power of two. */
  readonly cost: number;
  /** r. */
  readonly blockSize: number;
  /** p. */
  readonly parallelization: number;
  readonly password: string;
  readonly salt: Uint8Array;
  readonly length: number;
}

/** Derives a key with PBKDF2 (RFC 8018 §5.2). */
export interface Pbkdf2Job {
  readonly kind: 'pbkdf2';
  readonly digest: 'sha1' | 'sha256' | 'sha512';
  readonly iterations: number;
  readonly password: string;
  readonly salt: Uint8Array;
  readonly length: number;
}

/** One round of a fast digest: old records only. */
export interface DigestJob {
  readonly kind: 'digest';
  readonly digest: 'md5' | 'sha1';
  /** Salt and password already joined. */
  readonly text: string;
}

/** Traditional `crypt(3)`: old records only. Gives the 13 characters as ASCII bytes. */
export interface DesCryptJob {
  readonly kind: 'des-crypt';
  readonly password: string;
  /** The two characters of salt. */
  readonly salt: string;
}

/** Says whether a password belongs to a bcrypt encoding (`$2b$12$…`, 60 characters). */
export interface BcryptJob {
  readonly kind: 'bcrypt';
  readonly password: string;
  readonly encoded: string;
}

/** Work for the {@link HashPool}: plain data, so that it can be sent to a thread. */
export type HashJob = Argon2Job | ScryptJob | Pbkdf2Job | DigestJob | DesCryptJob | BcryptJob;

/** What a job gives: bcrypt compares by itself, all others give bytes. */
export type HashResult<Job extends HashJob> = Job extends BcryptJob ? boolean : Uint8Array;

/** A worker's answer to the one job it was given. */
export type HashReply =
  | { readonly value: boolean | Uint8Array }
  | { readonly error: { readonly name: string; readonly message: string } };
