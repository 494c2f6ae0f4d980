import { answering } from '../answering.ts';
import { type ClosedLoop, type ClosedLoopOptions, closedLoop } from './closed-loop.ts';
import { type OpenLoop, type OpenLoopOptions, openLoop } from './open-loop.ts';
import { type Kind, requestsOf } from './requests.ts';

/** Who comes, and with what. */
export interface Visitors {
  readonly kind: Kind;
  readonly users: number;
}

/** The questions this process answers. */
export interface Load {
  closed(visitors: Visitors, options: ClosedLoopOptions): Promise<ClosedLoop>;
  open(visitors: Visitors, options: OpenLoopOptions): Promise<OpenLoop>;
  /** Processor time used so far, in microseconds. */
  cpu(): number;
}

const queues = new Map<string, () => ReturnType<ReturnType<typeof requestsOf>['at']>>();

/** The requests of some visitors, which go on where the last run ended. */
function queueOf({ kind, users }: Visitors): () => ReturnType<ReturnType<typeof requestsOf>['at']> {
  const name = `${kind} ${users}`;
  const known = queues.get(name);
  if (known !== undefined) return known;
  const requests = requestsOf(kind, users);
  let visit = 0;
  const next = () => {
    visit += 1;
    return requests.at(visit);
  };
  queues.set(name, next);
  return next;
}

answering({
  closed: (visitors, options) => closedLoop(queueOf(visitors), options),
  open: (visitors, options) => openLoop(queueOf(visitors), options),
  cpu() {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
} satisfies Load);
