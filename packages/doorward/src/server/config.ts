import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { trustedProxies } from '../http/trusted-proxies.ts';
import { rate } from '../throttles/rate.ts';

/** A setting that is wrong, said so that the reader knows what to do. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

const origin = z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, {
  message: 'write it as browsers send it, like "https://id.example.org"',
});

/** What `doorward.config.ts` may state; everything has a default. */
export interface Config {
  /**
   * Where browsers find this server. Every link and every origin check is built from it.
   * Default: `http://`, the host and the port.
   */
  readonly origin?: string;
  /** Address to listen on. Default: `127.0.0.1`. */
  readonly host?: string;
  /** Port to listen on; 0 takes any free one. Default: 4010. */
  readonly port?: number;
  /** Database, by URL; a relative path starts at the folder. Default: `file:data/doorward.db`. */
  readonly databaseUrl?: string;
  /**
   * File with the server's secrets, one a line, the current first. Made on the first run.
   * Default: `data/secret`.
   */
  readonly secretFile?: string;
  /** Secrets in place of the file, the current first. Default: those of the file. */
  readonly secrets?: readonly string[];
  /**
   * Proxies whose word on the client's address is taken: addresses, CIDR ranges or `loopback`.
   * Default: none.
   */
  readonly trustedProxies?: readonly string[];
  /** The name on the pages. Default: `Doorward`. */
  readonly siteName?: string;
  /** Whether anybody may sign up. Default: `open`. */
  readonly signUp?: 'open' | 'closed';
  /** `strict`, or `drf` for clients that were written for Django REST framework. Default: `strict`. */
  readonly behaviour?: 'strict' | 'drf';
  readonly session?: {
    /** Seconds without a request after which a session ends. Default: 86,400, a day. */
    readonly idleSeconds?: number;
    /** Seconds after which a session ends in any case. Default: 2,592,000, 30 days. */
    readonly absoluteSeconds?: number;
  };
  readonly passwords?: {
    /** Shortest password in characters, 8 to 128. Default: 15. */
    readonly minimumLength?: number;
    /** Argon2id's memory in KiB. Default: 65,536. */
    readonly memory?: number;
    /** Argon2id's passes over the memory. Default: 3. */
    readonly passes?: number;
    /** Argon2id's lanes. Default: 1. */
    readonly lanes?: number;
    /** Hashes at a time. Default: the machine's cores less one, at least one. */
    readonly workers?: number;
  };
  readonly limits?: {
    /** Wrong passwords for one account. Default: `10/10min`. */
    readonly guessesPerAccount?: string;
    /** Wrong credentials from one address; an IPv6 /64 counts as one. Default: `50/10min`. */
    readonly guessesPerAddress?: string;
    /** Accounts made from one address. Default: `20/hour`. */
    readonly signUpsPerAddress?: string;
  };
}

/** A configuration with every default filled in. */
export interface Settings
  extends Required<Omit<Config, 'secrets' | 'session' | 'passwords' | 'limits'>> {
  readonly secrets?: readonly string[];
  readonly session: Required<NonNullable<Config['session']>>;
  readonly passwords: Required<Omit<NonNullable<Config['passwords']>, 'workers'>> & {
    readonly workers?: number;
  };
  readonly limits: Required<NonNullable<Config['limits']>>;
  /** Paths in the settings are resolved against it. */
  readonly folder: string;
}

const rateText = z.string().superRefine((text, context) => tried(context, () => rate(text)));

const schema: z.ZodType<Omit<Settings, 'folder' | 'origin'> & { origin?: string }> = z.strictObject(
  {
    origin: origin.optional(),
    host: z.string().default('127.0.0.1'),
    port: z
      .int('write a whole number from 0 to 65535')
      .min(0, 'the smallest is 0, which takes any free one')
      .max(65_535, 'the greatest is 65535')
      .default(4010),
    databaseUrl: z.string().default('file:data/doorward.db'),
    secretFile: z.string().default('data/secret'),
    secrets: z.array(z.string()).optional(),
    trustedProxies: z
      .array(z.string())
      .superRefine((list, context) => tried(context, () => trustedProxies(list)))
      .default([]),
    siteName: z.string().min(1).max(80).default('Doorward'),
    signUp: z.enum(['open', 'closed']).default('open'),
    behaviour: z.enum(['strict', 'drf']).default('strict'),
    session: z
      .strictObject({
        idleSeconds: z.number().int().positive().default(86_400),
        absoluteSeconds: z.number().int().positive().default(2_592_000),
      })
      .prefault({}),
    passwords: z
      .strictObject({
        minimumLength: z.number().int().min(8).max(128).default(15),
        memory: z.number().int().min(7_168).max(1_048_576).default(65_536),
        passes: z.number().int().min(1).max(20).default(3),
        lanes: z.number().int().min(1).max(16).default(1),
        workers: z.number().int().min(1).max(64).optional(),
      })
      .prefault({}),
    limits: z
      .strictObject({
        guessesPerAccount: rateText.default('10/10min'),
        guessesPerAddress: rateText.default('50/10min'),
        signUpsPerAddress: rateText.default('20/hour'),
      })
      .prefault({}),
  },
) as z.ZodType<Omit<Settings, 'folder' | 'origin'> & { origin?: string }>;

/** Turns what another room throws at assembly into a fault of this setting. */
function tried(context: z.RefinementCtx, check: () => unknown): void {
  try {
    check();
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
}

/**
 * Types a configuration file.
 *
 * *Use when* writing `doorward.config.ts`.
 *
 * @example
 * ```ts
 * import { defineConfig } from 'doorward/server';
 *
 * const config = defineConfig({ origin: 'https://id.example.org', siteName: 'Example' });
 * ```
 */
export function defineConfig(config: Config): Config {
  return config;
}

const configFiles = ['doorward.config.ts', 'doorward.config.mjs', 'doorward.config.js'];

/** How the environment names a setting: `DOORWARD_DATABASE_URL`, lists separated by commas. */
const environmentNames: Readonly<
  Record<string, (config: Record<string, unknown>, text: string) => void>
> = {
  DOORWARD_ORIGIN: (config, text) => (config['origin'] = text),
  DOORWARD_HOST: (config, text) => (config['host'] = text),
  DOORWARD_PORT: (config, text) => (config['port'] = Number(text)),
  DOORWARD_DATABASE_URL: (config, text) => (config['databaseUrl'] = text),
  DOORWARD_SECRET: (config, text) => (config['secrets'] = list(text)),
  DOORWARD_SECRET_FILE: (config, text) => (config['secretFile'] = text),
  DOORWARD_TRUSTED_PROXIES: (config, text) => (config['trustedProxies'] = list(text)),
  DOORWARD_SITE_NAME: (config, text) => (config['siteName'] = text),
  DOORWARD_SIGN_UP: (config, text) => (config['signUp'] = text),
  DOORWARD_BEHAVIOUR: (config, text) => (config['behaviour'] = text),
};

/** Names of the environment variables that are read, for `--help` and a check of the documents. */
export const environmentVariables: readonly string[] = Object.keys(environmentNames);

/**
 * Reads the configuration: defaults, then the file, then the environment, then `overrides`.
 *
 * @throws ConfigurationError with a sentence for each setting that is wrong.
 */
export async function loadSettings(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
  overrides: Config = {},
): Promise<Settings> {
  const config: Record<string, unknown> = { ...(await configFromFile(folder)) };
  for (const [name, set] of Object.entries(environmentNames)) {
    const text = environment[name];
    if (text !== undefined && text !== '') set(config, text);
  }
  return settings({ ...config, ...overrides }, folder);
}

/**
 * Checks a configuration and fills in the defaults.
 *
 * @throws ConfigurationError with a sentence for each setting that is wrong.
 */
export function settings(config: Config, folder: string): Settings {
  const parsed = schema.safeParse(config);
  if (!parsed.success) throw new ConfigurationError(sentences(parsed.error));
  return { ...parsed.data, origin: parsed.data.origin ?? ownOrigin(parsed.data), folder };
}

/** As browsers write it: without the port where it is the usual one. */
function ownOrigin({ host, port }: Pick<Settings, 'host' | 'port'>): string {
  const visible = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  const url = `http://${visible.includes(':') ? `[${visible}]` : visible}:${port}`;
  if (URL.canParse(url)) return new URL(url).origin;
  throw new ConfigurationError(
    `The setting host: ${JSON.stringify(host)} is no host; write an address or a name.`,
  );
}

/** A path of the settings, from the folder the configuration stands in. */
export function inFolder(folder: string, path: string): string {
  return isAbsolute(path) ? path : resolve(folder, path);
}

async function configFromFile(folder: string): Promise<Config> {
  const file = configFiles.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) return {};
  let module: { readonly default?: unknown };
  try {
    module = await import(pathToFileURL(file).href);
  } catch (error) {
    throw new ConfigurationError(`${file} cannot be read: ${(error as Error).message}`);
  }
  if (typeof module.default !== 'object' || module.default === null) {
    throw new ConfigurationError(
      `${file} has no default export; end it with "export default defineConfig({ … })".`,
    );
  }
  return module.default;
}

function sentences(error: z.ZodError): string {
  return error.issues
    .map(
      ({ path, message }) =>
        `${path.length > 0 ? `The setting ${path.join('.')}: ` : ''}${message}.`,
    )
    .join('\n');
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
