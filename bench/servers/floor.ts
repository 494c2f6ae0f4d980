import { hash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { Shown } from './serving.ts';

interface Row extends Shown {
  readonly is_active: number;
  readonly expires_at: number | null;
}

/** The least that authenticates with a token: one digest, one prepared statement, two checks. */
export function floor(file: string): (authorization: string | undefined) => Shown | undefined {
  const find = new DatabaseSync(file, { readOnly: true }).prepare(
    `select user.id, user.username, user.email, user.is_active, token.expires_at
     from token join user on user.id = token.user_id where token.digest = ?`,
  );
  return (authorization) => {
    if (authorization?.startsWith('Bearer ') !== true) return undefined;
    const digest = hash('sha256', authorization.slice(7), 'base64url');
    const row = find.get(digest) as unknown as Row | undefined;
    if (row?.is_active !== 1) return undefined;
    return row.expires_at !== null && row.expires_at <= Date.now() ? undefined : row;
  };
}
