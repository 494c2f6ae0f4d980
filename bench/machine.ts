import { arch, cpus, platform, totalmem } from 'node:os';
import { canPin } from './children.ts';

/** On what, with what and when it was measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly system: string;
  readonly node: string;
  readonly date: string;
  /** Whether server and load were tied to a core each. */
  readonly pinned: boolean;
}

export function describeMachine(): Machine {
  const all = cpus();
  return {
    processor: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    node: process.version,
    date: new Date().toISOString().slice(0, 10),
    pinned: canPin,
  };
}
