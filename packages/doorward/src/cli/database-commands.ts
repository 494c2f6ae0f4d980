import { clearExpired } from '../server/serve.ts';
import { type CommonOptions, withParts } from './context.ts';

/** `doorward migrate` */
export async function migrateCommand(common: CommonOptions): Promise<void> {
  const { stdout } = common.terminal;
  let steps = 0;
  await withParts(common, async () => undefined, {
    migrate: 'yes',
    progress: ({ store, id, name }) => {
      steps += 1;
      stdout.write(`${store} ${id}: ${name}\n`);
    },
  });
  stdout.write(steps === 0 ? 'The database is up to date.\n' : `Done: ${steps} steps.\n`);
}

/** `doorward clear-expired` */
export async function clearExpiredCommand(common: CommonOptions): Promise<void> {
  const { stdout, stderr } = common.terminal;
  await withParts(common, async (parts) => {
    const counts = await clearExpired(parts, (kind, deleted) => {
      if (stderr.isTTY === true) stderr.write(`\r${kind}: ${deleted} deleted so far `);
    });
    if (stderr.isTTY === true) stderr.write('\r\u001b[K');
    for (const [kind, count] of Object.entries(counts)) stdout.write(`${kind}: ${count} deleted\n`);
  });
}
