import { methodsOf } from './source.ts';
import type { SessionRow } from './tables.ts';

/** A session as its owner may see it. */
export interface SessionInfo {
  /** The public id: it names the session and opens nothing. */
  readonly id: string;
  /** When the user signed in; a new id does not change it. */
  readonly startedAt: Date;
  /** Up to a minute old. */
  readonly lastSeenAt: Date;
  /** The end, however busy the session is. */
  readonly expiresAt: Date;
  /** How the user proved who they are (RFC 8176). */
  readonly methods: readonly string[];
  readonly address: string | null;
  readonly userAgent: string | null;
  /** Whether the cookie stays when the browser is closed. */
  readonly remembered: boolean;
}

/** What the owner may see of a row. */
export function sessionInfo(row: SessionRow): SessionInfo {
  return {
    id: row.public_id,
    startedAt: new Date(row.created_at),
    lastSeenAt: new Date(row.last_seen_at),
    expiresAt: new Date(row.expires_at),
    methods: methodsOf(row.methods),
    address: row.address,
    userAgent: row.user_agent,
    remembered: row.remembered === 1,
  };
}
