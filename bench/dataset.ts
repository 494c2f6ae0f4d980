import { createHmac } from 'node:crypto';
import { checksum } from 'doorward/crypto';

// The same users in every process, without handing a list round: each secret is computed from the
// user's number. Numbers begin at 0, ids in the table at 1.

/** Everybody's password. */
export const password = 'correct horse battery staple';

/** Name of the session cookie: the default of the sessions module. */
export const cookieName = '__Host-doorward';

export function usernameOf(user: number): string {
  return `user${String(user).padStart(6, '0')}`;
}

/** A token of the tokens module: `dw_`, 43 characters, checksum. */
export function tokenOf(user: number): string {
  const body = `dw_${lettersOf('token', user)}`;
  return body + checksum(body);
}

/** A session's secret id. */
export function sessionIdOf(user: number): string {
  return lettersOf('session', user);
}

/** What every server here answers about a user, to the byte. */
export function answerAbout(user: number): string {
  const username = usernameOf(user);
  return JSON.stringify({ id: user + 1, username, email: `${username}@example.org` });
}

function lettersOf(kind: string, user: number): string {
  const bytes = createHmac('sha256', 'bench').update(`${kind} ${user}`).digest('base64url');
  // Tokens are letters and digits only.
  return bytes.replaceAll(/[-_]/g, 'x');
}
