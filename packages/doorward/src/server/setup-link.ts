import type { Parts } from './parts.ts';

/** What the ticket behind the one-time link is for. */
export const setupPurpose = 'setup';

const linkSeconds = 1_800;

/** A one-time link to create the first administrator; undefined once there is one. */
export async function setupLink({
  accounts,
  tickets,
  settings,
}: Parts): Promise<string | undefined> {
  if ((await accounts.countSuperusers()) > 0) {
    await tickets.withdraw(setupPurpose, '');
    return undefined;
  }
  const secret = await tickets.issue({ purpose: setupPurpose, subject: '', seconds: linkSeconds });
  return `${settings.origin}/setup/${secret}`;
}
