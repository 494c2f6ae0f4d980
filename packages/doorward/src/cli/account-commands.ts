import type { Accounts, User } from '../modules/accounts/index.ts';
import type { Parts } from '../server/parts.ts';
import { ask, askHidden } from './ask.ts';
import { type CommonOptions, UsageError, withParts } from './context.ts';

const tries = 3;

/** `doorward create-superuser` */
export async function createSuperuser(
  common: CommonOptions,
  options: { readonly username?: string; readonly email?: string; readonly input: boolean },
): Promise<void> {
  const { terminal } = common;
  const { env, stdout } = terminal;
  const given = {
    username: options.username ?? (options.input ? undefined : env['DOORWARD_SUPERUSER_USERNAME']),
    email: options.email ?? (options.input ? undefined : env['DOORWARD_SUPERUSER_EMAIL']),
  };
  if (!options.input && given.username === undefined) {
    throw new UsageError('With --no-input give --username or DOORWARD_SUPERUSER_USERNAME.');
  }
  const unattendedPassword = env['DOORWARD_SUPERUSER_PASSWORD'];
  if (!options.input && unattendedPassword === undefined) {
    throw new UsageError('With --no-input the password is read from DOORWARD_SUPERUSER_PASSWORD.');
  }
  await withParts(common, async ({ accounts }) => {
    const username = given.username ?? (await ask(terminal, 'User name: '));
    const email =
      given.email ?? (options.input ? await ask(terminal, 'E-mail (may be empty): ') : '');
    const owner = { username, email, firstName: '', lastName: '' };
    const password = options.input
      ? await newPassword(common, accounts, owner)
      : (unattendedPassword as string);
    const user = await accounts.createSuperuser({ username, email, password });
    stdout.write(`Superuser ${user.username} created.\n`);
  });
}

/** `doorward change-password` */
export async function changePassword(common: CommonOptions, username: string): Promise<void> {
  await withParts(common, async (parts) => {
    const user = await userNamed(parts, username);
    const password = await newPassword(common, parts.accounts, user);
    await parts.accounts.setPassword(user, password);
    await parts.sessions.endAll(user.id);
    common.terminal.stdout.write(
      `The password of ${user.username} is changed; its sessions are ended.\n`,
    );
  });
}

/** @throws UsageError when there is no such user. */
export async function userNamed({ accounts }: Parts, username: string): Promise<User> {
  const user = await accounts.findByUsername(username);
  if (user === undefined) throw new UsageError(`There is no user ${JSON.stringify(username)}.`);
  return user;
}

/** Asks twice, tells what is wrong with a password, and gives up after three tries. */
async function newPassword(
  { terminal }: CommonOptions,
  accounts: Accounts,
  owner: Pick<User, 'username' | 'email' | 'firstName' | 'lastName'>,
): Promise<string> {
  for (let left = tries; left > 0; left -= 1) {
    const password = await askHidden(terminal, 'Password: ');
    const flaws = accounts.checkPassword(password, owner);
    for (const { message } of flaws) terminal.stderr.write(`${message}\n`);
    if (flaws.length > 0) continue;
    if ((await askHidden(terminal, 'Password, once more: ')) === password) return password;
    terminal.stderr.write('The two passwords are not the same.\n');
  }
  throw new UsageError(`No usable password in ${tries} tries; nothing was changed.`);
}
