/** How much a line matters. */
export type LogLevel = 'info' | 'warn' | 'error';

/** Writes one structured line. Facts are flat and printable; never a secret. */
export type Log = (
  level: LogLevel,
  event: string,
  facts?: Readonly<Record<string, unknown>>,
) => void;

/**
 * Logs as JSON lines: `{"time":…,"level":…,"event":…}` and the facts.
 *
 * @param write Takes one line without its end.
 */
export function jsonLog(write: (line: string) => void, clock: () => Date = () => new Date()): Log {
  return (level, event, facts) => {
    write(JSON.stringify({ time: clock().toISOString(), level, event, ...facts }));
  };
}
