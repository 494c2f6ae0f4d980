import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { trustedProxies } from '../http/trusted-proxies.ts';

/** A setting that is wrong, said so that the reader knows what to do. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

const proxies = z.array(z.string()).superRefine((list, context) => {
  try {
    trustedProxies(list);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
});

const origin = z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, {
  message: 'write it as browsers send it, like "https://id.example.org"',
});

const schema = z.strictObject({
  /** Where browsers find this server. Every link and every origin check is built from it. */
  origin: origin.optional(),
  /** Address to listen on. */
  host: z.string().default('127.0.0.1'),
  /** Port to listen on; 0 takes any free one. */
  port: z.number().int().min(0).max(65_535).default(4010),
  /** Database, by URL. */
  databaseUrl: z.string().default('file:data/doorward.db'),
  /** File with the server's secrets, one a line, the current first. Made on the first run. */
  secretFile: z.string().default('data/secret'),
  /** Secrets in place of the file, the current first. */
  secrets: z.array(z.string()).optional(),
  /** Proxies whose word on the client's address is taken: addresses, CIDR ranges or `loopback`. */
  trustedProxies: proxies.default([]),
  /** The name on the pages. */
  siteName: z.string().min(1).max(80).default('Doorward'),
  /** Whether anybody may sign up. */
  signUp: z.enum(['open', 'closed']).default('open'),
  /** `strict`, or `drf` for clients that were written for Django REST framework. */
  behaviour: z.enum(['strict', 'drf']).default('strict'),
  session: z
    .strictObject({
      /** Seconds without a request after which a session ends. */
      idleSeconds: z.number().int().positive().default(86_400),
      /** Seconds after which a session ends in any case. */
      absoluteSeconds: z.number().int().positive().default(2_592_000),
    })
    .prefault({}),
  passwords: z
    .strictObject({
      /** Shortest password in characters. */
      minimumLength: z.number().int().min(8).max(128).default(15),
      /** Argon2id's memory in KiB, passes and lanes. */
      memory: z.number().int().min(8).max(1_048_576).default(65_536),
      passes: z.number().int().min(1).max(20).default(3),
      lanes: z.number().int().min(1).max(16).default(1),
      /** Hashes at a time. Default: the machine's cores less one, at least one. */
      workers: z.number().int().min(1).max(64).optional(),
    })
    .prefault({}),
  limits: z
    .strictObject({
      /** Wrong passwords for one account. */
      guessesPerAccount: z.string().default('10/10min'),
      /** Wrong credentials from one address (an IPv6 /64 counts as one). */
      guessesPerAddress: z.string().default('50/10min'),
      /** Accounts made from one address. */
      signUpsPerAddress: z.string().default('20/hour'),
    })
    .prefault({}),
});

/** What `doorward.config.ts` may state; everything has a default. */
export type Config = z.input<typeof schema>;

/** A configuration with every default filled in. */
export type Settings = z.output<typeof schema> & {
  readonly origin: string;
  /** Paths in the settings are resolved against it. */
  readonly folder: string;
};

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
  const { host, port } = parsed.data;
  const visible = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  const own =
    parsed.data.origin ?? `http://${visible.includes(':') ? `[${visible}]` : visible}:${port}`;
  return { ...parsed.data, origin: own, folder };
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
