import type { Awaitable } from './auth-request.ts';

/** Something that happened, told to listeners. Holds no secret, ever. */
export interface AuthEvent {
  /** What happened, `<thing>.<verb in the past>`: `user.created`, `sign-in.failed`. */
  readonly name: string;
  readonly at: Date;
  /** Id of the user it happened to, when known. */
  readonly userId?: number | string;
  /** The user it happened to, when the emitter has the record at hand. */
  readonly user?: unknown;
  /** Address of the client that caused it. */
  readonly address?: string;
  /** Why, in a stable code (`wrong_password`). Never sent to clients. */
  readonly reason?: string;
  /** Further facts, flat and printable. */
  readonly data?: Readonly<Record<string, string | number | boolean | null>>;
}

/** Receives events; may be asynchronous. */
export type Listener<Event extends AuthEvent = AuthEvent> = (event: Event) => Awaitable<void>;

/** The one stream of events. */
export interface EventStream {
  /** Listens to one name, or to everything with `*`. Returns the way to stop. */
  on<Event extends AuthEvent = AuthEvent>(name: string, listener: Listener<Event>): () => void;
  /**
   * Tells every listener, in the order they came, and waits for them. A listener that fails is
   * reported and does not stand in the way of the others, nor of what was done.
   */
  emit(event: AuthEvent): Promise<void>;
}

/** Options of {@link eventStream}. */
export interface EventStreamOptions {
  /** Told of a listener that threw. Default: nobody. */
  readonly onError?: (error: unknown, event: AuthEvent) => void;
}

/**
 * Makes a stream of events.
 *
 * *Use when* something should follow from what happens: an audit log, a welcome mail, a token for
 * every new user.
 *
 * @example
 * ```ts
 * import { eventStream } from 'doorward';
 *
 * const events = eventStream();
 * events.on('user.created', (event) => console.log('welcome', event.userId));
 * await events.emit({ name: 'user.created', at: new Date(), userId: 7 });
 * ```
 */
export function eventStream(options: EventStreamOptions = {}): EventStream {
  const listeners = new Map<string, Set<Listener<never>>>();
  async function tell(set: Set<Listener<never>> | undefined, event: AuthEvent): Promise<void> {
    if (set === undefined) return;
    for (const listener of [...set]) {
      try {
        await (listener as Listener)(event);
      } catch (error) {
        options.onError?.(error, event);
      }
    }
  }
  return {
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener as Listener<never>));
      return () => {
        set.delete(listener as Listener<never>);
      };
    },
    async emit(event) {
      await tell(listeners.get(event.name), event);
      await tell(listeners.get('*'), event);
    },
  };
}
