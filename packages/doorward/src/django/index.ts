export { type DjangoPasswordHashesOptions, djangoPasswordHashes } from './password-hashes.ts';
