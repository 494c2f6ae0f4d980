import { eventStream, type Policy, policy } from 'doorward';
import { type Accounts, accounts, type User } from 'doorward/accounts';
import {
  argon2id,
  type HashingFormat,
  hashPool,
  keyring,
  type PasswordHashes,
  passwordHashes,
  Secret,
} from 'doorward/crypto';
import { authenticated } from 'doorward/permissions';
import { basic, csrfTokens, session, token } from 'doorward/schemes';
import { type Sessions, sessions } from 'doorward/sessions';
import { openDatabase } from 'doorward/storage';
import { tokens } from 'doorward/tokens';
import { password } from '../dataset.ts';

/** Doorward as a server sets it up, with all its defaults. */
export interface Doors {
  /** Session, token or Basic, whichever comes. */
  readonly members: Policy<User, never>;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  /** Writes what waits to be written. */
  readonly close: () => Promise<void>;
}

/** Opens the records and puts the modules and schemes together. */
export async function openDoors(file: string, hashes: PasswordHashes): Promise<Doors> {
  const database = await openDatabase(`file:${file}`, { create: false });
  const events = eventStream();
  const people = accounts({ database, hashes, events });
  const signedIn = sessions({ database, accounts: people, events });
  const keys = tokens({ database, events });
  const csrf = csrfTokens(keyring([Secret.generate()]));
  return {
    members: policy({
      schemes: [
        session({ source: signedIn.source, csrf }),
        token({ keyword: ['Bearer', 'Token'], source: keys.source }),
        basic({ accounts: people.passwordSource }),
      ],
      permission: authenticated,
    }),
    accounts: people,
    sessions: signedIn,
    async close() {
      await signedIn.close();
      await keys.close();
      await database.close();
    },
  };
}

/** Passwords as by default: argon2id with 64 MiB and three passes, in threads. */
export function slowHashes(): PasswordHashes {
  return passwordHashes({ preferred: argon2id({ pool: hashPool() }) });
}

/**
 * Passwords that cost nothing to check. Basic remembers a pair for a minute, and one core cannot
 * hash a thousand passwords in that time: with these the requests that find their pair remembered
 * can be measured alone.
 */
export function freeHashes(): PasswordHashes {
  const free: HashingFormat = {
    name: 'free',
    normalise: 'none',
    recognises: () => true,
    verify: async (given) => given === password,
    hash: async () => 'free',
  };
  return passwordHashes({ preferred: free });
}
