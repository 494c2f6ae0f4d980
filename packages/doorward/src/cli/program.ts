import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { isOutage } from '../core/refused.ts';
import { HttpError, ValidationError, type ValidationErrors } from '../http/errors.ts';
import { ConfigurationError, environmentVariables } from '../server/config.ts';
import { DatabaseRefused } from '../storage/errors.ts';
import { changePassword, createSuperuser } from './account-commands.ts';
import { type CommonOptions, type Terminal, UsageError } from './context.ts';
import { clearExpiredCommand, migrateCommand } from './database-commands.ts';
import { serveCommand } from './serve-command.ts';
import { createToken } from './token-commands.ts';

/**
 * Runs the command line; resolves to the exit code: 0 done, 1 refused or failed, 2 misused.
 *
 * @param terminal Where input comes from and output goes; `process` is one.
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = programOf(terminal);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.stderr.write(`${sentenceOf(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

function programOf(terminal: Terminal): Command {
  const program = new Command('doorward')
    .description('Authentication for TypeScript servers: the server and its records.')
    .version(version())
    .option('--folder <path>', 'folder with doorward.config.ts and data/', '.')
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    })
    .exitOverride()
    .showHelpAfterError('(--help tells what there is)')
    .addHelpText(
      'after',
      `
Examples:
  doorward serve                       start on http://127.0.0.1:4010
  doorward create-superuser            make an administrator, asking for what it needs
  doorward create-token alice          make an API token for alice, shown once
  doorward --folder /srv/id migrate    bring the database up to date

Environment: ${environmentVariables.join(', ')}
Exit codes: 0 done, 1 refused or failed, 2 wrong use.`,
    );
  const common = (): CommonOptions => ({ terminal, ...program.opts<{ folder: string }>() });

  program
    .command('serve', { isDefault: true })
    .description('start the server')
    .option('--host <address>', 'address to listen on (default 127.0.0.1)')
    .option('--port <number>', 'port to listen on (default 4010)', portOf)
    .option('--migrate', 'bring the database up to date first')
    // Being the default, it is given whatever is no command.
    .allowExcessArguments()
    .action((options, { args: [unknown] }: Command) => {
      if (unknown !== undefined) program.error(`error: there is no command '${unknown}'`);
      return serveCommand(common(), options);
    });
  program
    .command('migrate')
    .description('bring the database up to date')
    .action(() => migrateCommand(common()));
  program
    .command('create-superuser')
    .description('make an administrator')
    .option('--username <name>')
    .option('--email <address>')
    .option('--no-input', 'ask nothing; the password is DOORWARD_SUPERUSER_PASSWORD')
    .addHelpText(
      'after',
      `
With --no-input, what is not given as an option is read from DOORWARD_SUPERUSER_USERNAME,
DOORWARD_SUPERUSER_EMAIL and DOORWARD_SUPERUSER_PASSWORD. The password has to keep the rules.`,
    )
    .action((options) => createSuperuser(common(), options));
  program
    .command('change-password')
    .description("set a user's password; ends the user's sessions")
    .argument('<username>')
    .action((username) => changePassword(common(), username));
  program
    .command('create-token')
    .description('make an API token for a user, shown once')
    .argument('<username>')
    .option('-r, --regenerate', "revoke the user's tokens of this name first")
    .option('--name <name>', 'what it is for', 'cli')
    .option('--days <number>', 'days until it expires (default: never)', daysOf)
    .option('--scope <scope...>', 'what it is good for (default: everything)')
    .action((username, options) => createToken(common(), username, options));
  program
    .command('clear-expired')
    .description('delete what has expired: sessions, tokens, tickets, old audit entries')
    .action(() => clearExpiredCommand(common()));
  return program;
}

/** What went wrong, as a sentence; a stack only for what nobody expected. */
function sentenceOf(error: unknown): string {
  if (error instanceof ValidationError) return fieldSentences(error);
  if (error instanceof ConfigurationError || error instanceof DatabaseRefused) return error.message;
  if (error instanceof UsageError || error instanceof HttpError) return error.message;
  if (isOutage(error)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function fieldSentences({ errors }: ValidationError): string {
  return [...sentencesIn(errors, '')].join('\n');
}

function* sentencesIn(errors: string | ValidationErrors, field: string): Generator<string> {
  if (typeof errors === 'string') yield field === '' ? errors : `${field}: ${errors}`;
  else if (Array.isArray(errors)) for (const one of errors) yield* sentencesIn(one, field);
  else for (const [name, one] of Object.entries(errors)) yield* sentencesIn(one, name);
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  }
  return port;
}

function daysOf(text: string): number {
  const days = Number(text);
  if (!Number.isFinite(days) || days <= 0 || days > 36_500) {
    throw new InvalidArgumentError('Days are a number above 0.');
  }
  return days;
}

function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
