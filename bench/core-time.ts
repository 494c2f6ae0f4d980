import { readFileSync } from 'node:fs';

/** Milliseconds for which a core has been busy since the machine started, whoever used it. */
export function busyTime(core: number): number | undefined {
  try {
    const line = readFileSync('/proc/stat', 'latin1')
      .split('\n')
      .find((one) => one.startsWith(`cpu${core} `));
    if (line === undefined) return undefined;
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line
      .split(' ')
      .slice(1)
      .map(Number);
    return (user + nice + system + irq + softirq + steal) * 10;
  } catch {
    return undefined;
  }
}
