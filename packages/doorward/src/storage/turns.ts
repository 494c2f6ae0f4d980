import { StorageUnavailable } from './errors.ts';

/** Lets one caller at a time through, in order of arrival. */
export interface Turns {
  /** Takes the turn if nobody has it or waits for it. */
  tryTake(): boolean;
  /**
   * Waits for the turn.
   *
   * @throws StorageUnavailable when the queue is full or the wait too long.
   */
  take(): Promise<void>;
  /** Hands the turn to the next in the queue. Only whoever has the turn calls it. */
  release(): void;
}

interface Waiter {
  readonly until: number;
  admit(): void;
  refuse(error: StorageUnavailable): void;
}

/** Options of {@link turns}. */
export interface TurnsOptions {
  /** Milliseconds a caller waits at most. */
  readonly wait: number;
  /** How many callers wait at most. */
  readonly queue: number;
}

/** A queue with room for `queue` callers, each of which waits `wait` milliseconds at most. */
export function turns({ wait, queue: room }: TurnsOptions): Turns {
  // Two arrays make a queue without shifting: callers leave `leaving` from its end.
  let arriving: Waiter[] = [];
  let leaving: Waiter[] = [];
  let taken = false;
  let timer: NodeJS.Timeout | undefined;

  function next(): Waiter | undefined {
    if (leaving.length === 0) {
      leaving = arriving.reverse();
      arriving = [];
    }
    return leaving.pop();
  }

  /** All wait equally long, so the first in the queue is the first to give up. */
  function refuseLate(): void {
    timer = undefined;
    for (let waiter = next(); waiter !== undefined; waiter = next()) {
      if (waiter.until > performance.now()) {
        leaving.push(waiter);
        watch(waiter);
        return;
      }
      waiter.refuse(new StorageUnavailable('waited too long for other writers'));
    }
  }

  function watch(first: Waiter): void {
    timer = setTimeout(refuseLate, Math.max(1, Math.ceil(first.until - performance.now())));
  }

  return {
    tryTake() {
      if (taken) return false;
      taken = true;
      return true;
    },
    take() {
      if (!taken) {
        taken = true;
        return Promise.resolve();
      }
      if (arriving.length + leaving.length >= room)
        return Promise.reject(new StorageUnavailable('too many writers are waiting'));
      return new Promise((admit, refuse) => {
        const waiter = { until: performance.now() + wait, admit, refuse };
        arriving.push(waiter);
        if (timer === undefined) watch(waiter);
      });
    },
    release() {
      const waiter = next();
      if (waiter === undefined) {
        taken = false;
        clearTimeout(timer);
        timer = undefined;
      } else waiter.admit();
    },
  };
}
