import { DatabaseSync } from 'node:sqlite';
import { accountsStore } from 'doorward/accounts';
import { argon2id, hashPool, sha256 } from 'doorward/crypto';
import { sessionStore } from 'doorward/sessions';
import { migrate, openDatabase } from 'doorward/storage';
import { tokenStore } from 'doorward/tokens';
import { answering } from './answering.ts';
import { password, sessionIdOf, tokenOf, usernameOf } from './dataset.ts';

// A process of its own, as it would otherwise compete with the servers or be compiled into them.

const [file = ''] = process.argv.slice(2);

/** How long servers leave the time of the last use as it is. */
const lagMs = 60_000;
/** How long it takes until a user comes round again, at some 15,000 requests a second. */
const roundTripMs = 7_000;

/** The questions this process answers. */
export interface Records {
  fill(users: number): Promise<void>;
  age(): void;
}

/** Makes the modules' tables and fills them with users who have a token and a session each. */
async function fill(users: number): Promise<void> {
  const database = await openDatabase(`file:${file}`);
  await migrate(database, [accountsStore(), sessionStore(), tokenStore()]);
  await database.close();
  const pool = hashPool();
  const encoded = await argon2id({ pool }).hash(password);
  await pool.close();
  const raw = new DatabaseSync(file);
  raw.exec('begin');
  insert(raw, users, encoded);
  raw.exec('commit; pragma wal_checkpoint(truncate); analyze');
  raw.close();
}

function insert(raw: DatabaseSync, users: number, encoded: string): void {
  const user = raw.prepare(
    `insert into user (id, username, username_key, email, email_key, first_name, last_name,
       password, is_active, is_staff, is_superuser, date_joined)
     values (?, ?, ?, ?, ?, '', '', ?, 1, 0, 0, ?)`,
  );
  const token = raw.prepare(
    `insert into token (digest, id, user_id, credential_version, prefix, name, created_at)
     values (?, ?, ?, 1, 'dw_', 'bench', ?)`,
  );
  const session = raw.prepare(
    `insert into session (digest, public_id, user_id, credential_version, created_at,
       last_seen_at, expires_at, methods, remembered)
     values (?, ?, ?, 1, ?, ?, ?, 'pwd', 0)`,
  );
  const now = Date.now();
  for (let each = 0; each < users; each += 1) {
    const id = each + 1;
    const name = usernameOf(each);
    const email = `${name}@example.org`;
    user.run(id, name, name, email, email, encoded, now);
    token.run(sha256(tokenOf(each)), `token-${id}`, id, now);
    session.run(sha256(sessionIdOf(each)), `session-${id}`, id, now, now, now + 86_400_000);
  }
}

/**
 * Spreads the times of last use as a server finds them that has been under this load for long:
 * a visitor in ten was last noted more than a minute ago, and is noted again. Without this the
 * first rounds would note everybody and later ones nobody.
 */
function age(): void {
  const raw = new DatabaseSync(file, { timeout: 5_000 });
  const now = Date.now();
  for (const [table, column] of [
    ['token', 'last_used_at'],
    ['session', 'last_seen_at'],
  ]) {
    raw
      .prepare(`update ${table} set ${column} = ? - abs(random()) % ?`)
      .run(now, lagMs + roundTripMs);
  }
  raw.exec('pragma wal_checkpoint(truncate)');
  raw.close();
}

answering({ fill, age } satisfies Records);
