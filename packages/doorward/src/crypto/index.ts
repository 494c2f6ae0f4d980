export { type Argon2idOptions, argon2id } from './argon2id.ts';
export { type BcryptOptions, bcrypt } from './bcrypt.ts';
export { checksum } from './checksum.ts';
export { constantTimeEqual } from './constant-time.ts';
export { sha256 } from './digest.ts';
export { HashJobFailed, HashPoolClosed, HashQueueFull, HashWorkerDied } from './hash-errors.ts';
export type {
  Argon2Job,
  BcryptJob,
  DesCryptJob,
  DigestJob,
  HashJob,
  HashResult,
  Pbkdf2Job,
  ScryptJob,
} from './hash-jobs.ts';
export { type HashPool, type HashPoolOptions, type HashPoolStats, hashPool } from './hash-pool.ts';
export { type Keyring, keyring } from './keyring.ts';
export { mac, macMatches } from './mac.ts';
export type { HashingFormat, PasswordFormat } from './password-hash.ts';
export {
  type CorruptedHash,
  type PasswordAnswer,
  type PasswordHashes,
  type PasswordHashesOptions,
  passwordHashes,
} from './password-hashes.ts';
export { randomText, randomToken } from './random.ts';
export { type ScryptOptions, scrypt } from './scrypt.ts';
export { checkedSecret, Secret } from './secret.ts';
export { type Json, type Signer, type SignOptions, signer } from './signed.ts';
