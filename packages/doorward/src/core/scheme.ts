import type { Challenge, Params } from '../http/challenge.ts';
import type { AuthRequest, Awaitable } from './auth-request.ts';
import type { Switches } from './switches.ts';

/** How we know who is asking: `request.auth` of Django REST framework, with the same fields for every scheme. */
export interface Auth {
  /** Name of the scheme that accepted the request. */
  readonly scheme: string;
  /** When the user proved who they are: now for a password, the log-in for a session. */
  readonly at: Date;
  /** How it was proved, in the words of RFC 8176 (`pwd`, `otp`, `hwk`). */
  readonly methods: readonly string[];
  /** What the credentials are good for; absent when they are good for everything. */
  readonly scopes?: ReadonlySet<string>;
  /** Public id of the stored session, token or key; never the secret. */
  readonly credential?: string;
  /** Whatever else the scheme wants the application to see. */
  readonly info?: unknown;
}

/** A scheme knows who is asking. */
export interface Accepted<User> {
  readonly accepted: true;
  readonly user: User;
  readonly at?: Date;
  readonly methods?: readonly string[];
  readonly scopes?: ReadonlySet<string>;
  readonly credential?: string;
  readonly info?: unknown;
  /** Fields to send with whatever answer follows, such as a renewed cookie. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
}

/** Credentials were offered and are wrong. The search stops here. */
export interface Rejected {
  readonly accepted: false;
  /** Stable machine-readable code, sent to the client (`authentication_failed`, `invalid_token`). */
  readonly code: string;
  /** Text for the client. Must not tell which half was wrong, nor whether the account exists. */
  readonly detail?: string;
  /** Why, for listeners and logs only (`unknown_user`, `inactive`, `expired`). */
  readonly reason?: string;
  /** Parameters for the scheme's challenge (`error`, `scope`). */
  readonly params?: Params;
}

/** What one scheme says of a request. Undefined: not my kind of request, ask the next. */
export type Outcome<User> = Accepted<User> | Rejected | undefined;

/** Why a request that a browser may have been tricked into sending is refused. */
export interface MissingProof {
  readonly code: string;
  readonly detail: string;
}

/**
 * A way to authenticate a request, named on the wire (RFC 9110 §11.1).
 *
 * *Use when* none of the ready-made schemes fits: a scheme is a plain object, no base class and no
 * registration. Throw `Unavailable` when the scheme cannot decide (its store is down); a wrong
 * credential is a {@link Rejected}, never an exception.
 *
 * @example
 * ```ts
 * import type { AuthScheme } from 'doorward';
 *
 * const users = new Map([['alice', { name: 'alice' }]]);
 * const username: AuthScheme<{ name: string }> = {
 *   name: 'X-Username',
 *   authenticate({ request }) {
 *     const name = request.headers.get('x-username');
 *     if (name === null) return undefined;
 *     const user = users.get(name);
 *     return user ? { accepted: true, user } : { accepted: false, code: 'authentication_failed' };
 *   },
 * };
 * ```
 */
export interface AuthScheme<User> {
  /** The name on the wire, or the header's name for schemes that have none. */
  readonly name: string;
  /**
   * True when a browser sends these credentials by itself (a cookie, Basic, a client certificate).
   * Unsafe requests are then checked for their origin.
   */
  readonly ambient?: boolean;
  /** Reads and judges the request's credentials. */
  authenticate(request: AuthRequest, switches: Switches): Awaitable<Outcome<User>>;
  /** What to ask for in a 401. A scheme without one cannot be asked for on the wire. */
  challenge?(
    request: AuthRequest,
    because: Rejected | undefined,
    switches: Switches,
  ): Challenge | undefined;
  /**
   * Asked after an ambient scheme accepted an unsafe request from our own origin: the proof that
   * our own page sent it is wanting (undefined: all is well).
   */
  missingProof?(
    request: AuthRequest,
    switches: Switches,
    accepted: Accepted<User>,
  ): Awaitable<MissingProof | undefined>;
}

/** The union of what the schemes of a list yield. */
export type UserOf<Schemes extends readonly AuthScheme<unknown>[]> =
  Schemes[number] extends AuthScheme<infer User> ? User : never;

/** The values a handler gets for nobody, where null will not do; made by {@link unauthenticated}. */
export interface Unauthenticated<NobodyUser, NobodyAuth> {
  readonly [nobody]: true;
  readonly user: NobodyUser;
  readonly auth: NobodyAuth;
}

const nobody: unique symbol = Symbol('nobody');

/**
 * Makes the `user` and `auth` that a policy's handlers get for requests without credentials.
 *
 * *Use when* code expects objects in both places, as with Django REST framework's
 * UNAUTHENTICATED_USER and UNAUTHENTICATED_TOKEN.
 *
 * @example
 * ```ts
 * import { policy, unauthenticated } from 'doorward';
 * import { anyone } from 'doorward/permissions';
 *
 * const open = policy({
 *   schemes: [],
 *   permission: anyone,
 *   nobody: () => unauthenticated({ name: 'guest' }, { kind: 'none' }),
 * });
 * ```
 */
export function unauthenticated<NobodyUser, NobodyAuth>(
  user: NobodyUser,
  auth: NobodyAuth,
): Unauthenticated<NobodyUser, NobodyAuth> {
  return { [nobody]: true, user, auth };
}

/** Whether a policy's value for nobody says `user` and `auth` both. */
export function isUnauthenticated(value: unknown): value is Unauthenticated<unknown, unknown> {
  return typeof value === 'object' && value !== null && nobody in value;
}

/** Somebody is asking, and this is how we know. */
export interface SignedInContext<User> {
  readonly user: User;
  readonly auth: Auth;
  readonly request: AuthRequest;
}

/** Nobody is asking. */
export interface AnonymousContext<Nobody> {
  readonly user: Nobody extends Unauthenticated<infer User, unknown> ? User : Nobody;
  readonly auth: Nobody extends Unauthenticated<unknown, infer NobodyAuth> ? NobodyAuth : null;
  readonly request: AuthRequest;
}

/** Who is asking, and how we know. Nobody: both null, unless the policy says otherwise. */
export type AuthContext<User, Nobody = null> =
  | SignedInContext<User>
  | ([Nobody] extends [never] ? never : AnonymousContext<Nobody>);
