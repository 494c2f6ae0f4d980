import { userNamed } from './account-commands.ts';
import { type CommonOptions, withParts } from './context.ts';

const dayMs = 86_400_000;

/** `doorward create-token` */
export async function createToken(
  common: CommonOptions,
  username: string,
  options: {
    readonly regenerate?: boolean;
    readonly name: string;
    readonly days?: number;
    readonly scope?: readonly string[];
  },
): Promise<void> {
  await withParts(common, async (parts) => {
    const user = await userNamed(parts, username);
    const { name, days, scope } = options;
    const wanted = {
      expiresAt: days === undefined ? undefined : new Date(parts.clock().getTime() + days * dayMs),
      scopes: scope,
    };
    const { token } = options.regenerate
      ? await parts.tokens.regenerate(user, name, wanted)
      : await parts.tokens.create(user, { name, ...wanted });
    // The token alone goes to the output, so that a script can take it from there.
    common.terminal.stderr.write(`Token ${name} for ${user.username}; it is not shown again:\n`);
    common.terminal.stdout.write(`${token}\n`);
  });
}
