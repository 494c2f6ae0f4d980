import { scopesOf } from './source.ts';
import type { TokenRow } from './tables.ts';
import type { TokenInfo } from './types.ts';

/** What the owner may see of a row. */
export function tokenInfo(row: TokenRow): TokenInfo {
  const info = {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    createdAt: new Date(row.created_at),
    expiresAt: row.expires_at === null ? null : new Date(row.expires_at),
    lastUsedAt: row.last_used_at === null ? null : new Date(row.last_used_at),
  };
  return row.scopes === null ? info : { ...info, scopes: scopesOf(row.scopes) };
}
