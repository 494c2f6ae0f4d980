import type { Refusal } from './refusal.ts';
import type { AuthContext } from './scheme.ts';

/** A request that may enter. */
export interface Admitted<User, Nobody = null> {
  readonly admitted: true;
  readonly context: AuthContext<User, Nobody>;
  /** Fields to send with the answer: a renewed cookie, `RateLimit`. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /**
   * True for a CORS preflight, which carries no credentials by design. Answer it (or let the CORS
   * middleware answer it); never run the route's own handler for it.
   */
  readonly preflight: boolean;
}

/** A request that is turned away. */
export interface Refused {
  readonly admitted: false;
  readonly refusal: Refusal;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** The guard's decision. */
export type Admission<User, Nobody = null> = Admitted<User, Nobody> | Refused;

/** What most answers add: nothing. */
export const noHeaders: readonly (readonly [string, string])[] = Object.freeze([]);
