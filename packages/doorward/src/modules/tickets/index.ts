import { stores } from '../../core/extension-points.ts';
import type { Module } from '../../core/module.ts';
import { sha256 } from '../../crypto/digest.ts';
import { randomToken } from '../../crypto/random.ts';
import type { Database } from '../../storage/database.ts';
import { ticketStore } from './store.ts';

export { type TicketStore, ticketStore } from './store.ts';

/** Options of {@link tickets}. */
export interface TicketsOptions {
  readonly database: Database;
  /** Default: the machine's clock. */
  readonly clock?: () => Date;
}

/** One-time secrets with a purpose. */
export interface Tickets {
  readonly module: Module;
  /**
   * Makes a ticket and returns its secret, which is not kept. An older ticket of the same purpose
   * and subject is dropped.
   */
  issue(ticket: { purpose: string; subject: string; seconds: number }): Promise<string>;
  /** Redeems a ticket; undefined when it is unknown, used, expired or for another purpose. */
  consume(purpose: string, secret: string): Promise<{ readonly subject: string } | undefined>;
  /** Whether a ticket could be redeemed, for pages that ask before they act. */
  isGood(purpose: string, secret: string): Promise<boolean>;
  withdraw(purpose: string, subject: string): Promise<void>;
  /** Deletes what has expired; how many there were. */
  clearExpired(): Promise<number>;
}

/**
 * Keeps one-time secrets, each good for one purpose, once, until it expires.
 *
 * *Use when* something is proved by holding a link: setting up the first administrator,
 * confirming an address, setting a new password.
 *
 * @example
 * ```ts
 * import { migrate, openDatabase } from 'doorward/storage';
 * import { tickets, ticketStore } from 'doorward/tickets';
 *
 * const database = await openDatabase('file::memory:');
 * await migrate(database, [ticketStore]);
 * const door = tickets({ database });
 * const secret = await door.issue({ purpose: 'invitation', subject: '7', seconds: 1_800 });
 * (await door.consume('invitation', secret))?.subject; // => '7'
 * await door.consume('invitation', secret); // => undefined
 * await database.close();
 * ```
 */
export function tickets({ database, clock = () => new Date() }: TicketsOptions): Tickets {
  const store = ticketStore.open(database);
  return {
    module: { name: 'tickets', contributes: [stores.of(ticketStore)] },
    async issue({ purpose, subject, seconds }) {
      const secret = randomToken();
      const expires_at = clock().getTime() + seconds * 1_000;
      await store.issue({ digest: sha256(secret), purpose, subject, expires_at });
      return secret;
    },
    consume: (purpose, secret) => store.consume(purpose, sha256(secret), clock().getTime()),
    isGood: (purpose, secret) => store.peek(purpose, sha256(secret), clock().getTime()),
    async withdraw(purpose, subject) {
      await store.withdraw(purpose, subject);
    },
    clearExpired: () => store.clearExpired(clock().getTime()),
  };
}
