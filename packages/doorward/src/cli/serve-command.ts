import { serve } from '../server/serve.ts';
import { type CommonOptions, logOf, settingsOf } from './context.ts';

/** `doorward serve`: runs until it is told to stop. */
export async function serveCommand(
  common: CommonOptions,
  options: { readonly host?: string; readonly port?: number; readonly migrate?: boolean },
): Promise<void> {
  // Before anything is printed: whoever reads the address may tell us to stop the moment after.
  const told = stopped();
  const { host, port } = options;
  const settings = await settingsOf(common, {
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
  });
  const server = await serve(settings, {
    log: logOf(common),
    migrate: options.migrate === true ? 'yes' : 'when-new',
  });
  const { stdout } = common.terminal;
  stdout.write(`\nDoorward answers on ${server.parts.settings.origin}\n`);
  if (server.setupLink !== undefined) {
    stdout.write(
      `\nThere is no administrator yet. Create the first one here (works once, for 30 minutes):\n${server.setupLink}\n`,
    );
  }
  stdout.write('\nStop with Ctrl+C.\n');
  await told;
  await server.stop();
}

/** Resolves at the first request to stop. A second one ends the process at once. */
function stopped(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.once('SIGINT', () => process.exit(130));
      process.once('SIGTERM', () => process.exit(143));
      resolve();
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
}
