import { randomToken } from './random.ts';

const mask = 'Secret(•••)';
const fewestBytes = 32;
const fewestDifferentCharacters = 8;

/** What stands in secrets that were copied from documentation, in lower case. */
const telltales = [
  'a-string-secret-at-least-256-bits-long',
  'aym1sysppbydfgzld3umj1qzkobwvmkoqq',
  'better-auth-secret',
  'change-me',
  'change-this',
  'change_me',
  'change_this',
  'changeme',
  'changethis',
  'do-not-use',
  'example',
  'insecure',
  'keyboard cat',
  'keyboard-cat',
  'my-secret',
  'my_secret',
  'mysecret',
  'not-a-secret',
  'placeholder',
  'replace-me',
  'replace_me',
  'replaceme',
  'super-secret',
  'super_secret',
  'supersecret',
  'your-256-bit-secret',
  'your-secret',
  'your_secret',
];

/**
 * A text that must not be seen. Printed, logged, inspected or turned into JSON it says
 * `Secret(•••)`; {@link Secret.reveal} is the one way out.
 *
 * *Use when* a key, a client's secret or a password of another system is part of a configuration.
 *
 * @example
 * ```ts
 * import { Secret } from 'doorward/crypto';
 *
 * const secret = Secret.generate();
 * String(secret); // => 'Secret(•••)'
 * secret.reveal().length; // => 43
 * ```
 */
export class Secret {
  static {
    // What `node:util` and with it `console.log` look for.
    const inspect = Symbol.for('nodejs.util.inspect.custom');
    Object.defineProperty(Secret.prototype, inspect, { value: () => mask });
  }

  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /**
   * Wraps a text.
   *
   * @throws TypeError for a text that is empty.
   */
  static from(text: string): Secret {
    if (typeof text !== 'string' || text === '') throw new TypeError('Secret.from: no text given');
    return new Secret(text);
  }

  /** Makes a new one: 32 random bytes as base64url. */
  static generate(): Secret {
    return new Secret(randomToken());
  }

  /** The text itself. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }
}

/**
 * Returns the secret when it is fit to be a key, and otherwise says what is wrong with it and how
 * to make a better one. The message never contains the secret.
 *
 * *Use when* a secret comes from a configuration: a program that starts with `changeme` as its key
 * is worse than one that does not start.
 *
 * @param secret A text or a `Secret`: at least 32 bytes, not one repeated pattern, not one of the
 *   examples of well-known documentation.
 * @param name What the message calls it, usually the name of the setting. Default: `secret`.
 * @throws RangeError for a secret that is too short or that others know.
 * @example
 * ```ts
 * import { checkedSecret } from 'doorward/crypto';
 *
 * try {
 *   checkedSecret('changeme', 'DOORWARD_SECRET');
 * } catch (error) {
 *   (error as Error).name; // => 'RangeError'
 * }
 * ```
 */
export function checkedSecret(secret: string | Secret, name = 'secret'): Secret {
  const text = typeof secret === 'string' ? secret : secret.reveal();
  const fault = faultOf(text);
  if (fault === undefined) return typeof secret === 'string' ? Secret.from(secret) : secret;
  throw new RangeError(
    `${name} ${fault}. Make a new one with: node -p "require('crypto').randomBytes(32).toString('base64url')"`,
  );
}

function faultOf(text: string): string | undefined {
  if (Buffer.byteLength(text) < fewestBytes) return `has fewer than ${fewestBytes} bytes`;
  if (new Set(text).size < fewestDifferentCharacters || isRepeated(text)) {
    return 'repeats itself and is easily guessed';
  }
  const lower = text.toLowerCase();
  if (telltales.some((telltale) => lower.includes(telltale))) {
    return 'is, or contains, an example that is published';
  }
  return undefined;
}

/** A text is one pattern repeated exactly when it is found in its own double before its end. */
function isRepeated(text: string): boolean {
  return (text + text).indexOf(text, 1) < text.length;
}
