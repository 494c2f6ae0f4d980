import type { AuthEvent } from '../../core/events.ts';
import type { AuditRow, NewEntry, Side } from './store.ts';

/** One entry of the audit log. */
export interface AuditEntry {
  /** Rises with each entry; hand the last one back as `before` for the next page. */
  readonly id: number;
  readonly at: Date;
  readonly name: string;
  /** As text, whatever the ids of users are. */
  readonly userId: string | null;
  readonly address: string | null;
  readonly reason: string | null;
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
}

/** Longest text kept of anything an event says, in UTF-16 units. */
const longestText = 200;

/** What anybody can cause without being known. */
const attempts: ReadonlySet<string> = new Set(['sign-in.failed']);

/**
 * The facts that are kept, by name. An allow-list: whoever adds a fact to an event has to think
 * about whether a log may hold it for months. The name somebody typed is not among them: it may
 * be a password in the wrong field.
 */
const facts = [
  'adopted',
  'by',
  'count',
  'expires_at',
  'fields',
  'methods',
  'provider',
  'scheme',
  'scopes',
  'session',
  'source',
  'token',
  'token_name',
] as const;

/** Whether an entry is made of events of this name. */
export function isAudited(name: string, kinds: ReadonlySet<string>): boolean {
  const dot = name.indexOf('.');
  return kinds.has(dot < 0 ? name : name.slice(0, dot));
}

/** The row for an event: named facts only, each cut to a length that a caller cannot stretch. */
export function entryOf(event: AuthEvent): NewEntry {
  return {
    side: sideOf(event.name),
    at: event.at.getTime(),
    name: printable(event.name),
    user_id: event.userId === undefined ? null : printable(String(event.userId)),
    address: event.address === undefined ? null : printable(event.address),
    reason: event.reason === undefined ? null : printable(event.reason),
    data: dataOf(event.data),
  };
}

/** The entry a row holds. */
export function entryFromRow(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: new Date(row.at),
    name: row.name,
    userId: row.user_id,
    address: row.address,
    reason: row.reason,
    data: row.data === null ? {} : (JSON.parse(row.data) as AuditEntry['data']),
  };
}

function sideOf(name: string): Side {
  return attempts.has(name) ? 'attempt' : 'act';
}

function dataOf(data: AuthEvent['data']): string | null {
  if (data === undefined) return null;
  const kept: Record<string, string | number | boolean | null> = {};
  for (const name of facts) {
    const value = Object.hasOwn(data, name) ? data[name] : undefined;
    if (value !== undefined) kept[name] = typeof value === 'string' ? printable(value) : value;
  }
  return Object.keys(kept).length === 0 ? null : JSON.stringify(kept);
}

/** Short, and without characters that end a line or steer a terminal when somebody prints it. */
function printable(text: string): string {
  return text
    .slice(0, longestText)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}');
}
