import type { Machine } from './machine.ts';
import type { PasswordRow } from './passwords.ts';
import type { SpeedRow } from './speed.ts';
import type { StormRow } from './storm.ts';

/** Everything that was measured in one run. */
export interface Results {
  readonly machine: Machine;
  readonly users: number;
  readonly speed: readonly SpeedRow[];
  readonly passwords: readonly PasswordRow[];
  readonly storm: readonly StormRow[];
}

/** The results as Markdown tables whose columns also line up as plain text. */
export function tablesOf(results: Results): string {
  const { machine, users, speed, passwords, storm } = results;
  const pinned = machine.pinned
    ? 'server on one core, load from the other'
    : 'processes not tied to a core (no `taskset` here): the numbers are of little use';
  const head = `${machine.date}, Node ${machine.node}, ${machine.processor}, ${machine.cores} cores, ${machine.memoryGib} GiB, ${machine.system}; ${users.toLocaleString('en')} users; ${pinned}.`;
  return [
    head,
    ...(speed.length > 0 ? [speedTable(speed)] : []),
    ...(passwords.length > 0 ? [passwordTable(passwords)] : []),
    ...(storm.length > 0 ? [stormTable(storm)] : []),
  ].join('\n\n');
}

function speedTable(rows: readonly SpeedRow[]): string {
  const busiest = Math.max(...rows.map((row) => row.loadBusy));
  const disturbed = Math.max(...rows.map((row) => row.disturbed));
  const lines = rows.map((row) => [
    row.name,
    row.requestsPerSecond.toFixed(0),
    row.middleHalf.map((rate) => rate.toFixed(0)).join('–'),
    row.p50.toFixed(2),
    row.p99.toFixed(2),
    row.cpuMicroseconds.toFixed(1),
    row.rateRatio.toFixed(2),
    row.cpuRatio.toFixed(2),
    row.frameworkRatio.toFixed(2),
    verdict(row.goal, row.goal !== undefined && row.rateRatio >= row.goal, '≥'),
  ]);
  const columns = [
    'requests',
    'per second',
    'middle half',
    'p50 ms',
    'p99 ms',
    'CPU µs each',
    'rate ÷ floor',
    'floor CPU ÷ CPU',
    'rate ÷ bare framework',
    'goal',
  ];
  return `${table(columns, lines)}\n\nThe load generator used at most ${percent(busiest)} of its core; other processes took at most ${percent(disturbed)} of the server's.`;
}

function passwordTable(rows: readonly PasswordRow[]): string {
  const lines = rows.map((row) => [
    row.name,
    row.perSecond.toFixed(2),
    row.cpuMilliseconds.toFixed(1),
    row.rateRatio.toFixed(3),
    row.cpuRatio.toFixed(3),
    verdict(row.goal, row.goal !== undefined && row.rateRatio >= row.goal, '≥'),
  ]);
  const columns = [
    'passwords',
    'per second',
    'CPU ms each',
    'rate ÷ bare',
    'bare CPU ÷ CPU',
    'goal',
  ];
  return table(columns, lines);
}

function stormTable(rows: readonly StormRow[]): string {
  const lines = rows.map(({ name, latency, logInsPerSecond, refusedPerSecond, goal }) => [
    name,
    latency.p50.toFixed(2),
    latency.p99.toFixed(2),
    latency.max.toFixed(2),
    logInsPerSecond.toFixed(1),
    refusedPerSecond.toFixed(0),
    verdict(goal, goal !== undefined && latency.p99 < goal, 'p99 <'),
  ]);
  const columns = [
    '100 token requests/s while',
    'p50 ms',
    'p99 ms',
    'max ms',
    'log-ins/s',
    '503/s',
    'goal',
  ];
  return table(columns, lines);
}

function verdict(goal: number | undefined, reached: boolean, sign: string): string {
  return goal === undefined ? '' : `${sign} ${goal}: ${reached ? 'reached' : 'missed'}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

/** A Markdown table; all columns but the first and the last hold numbers. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, at) =>
    Math.max(3, name.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  const isText = (at: number) => at === 0 || at === head.length - 1;
  const line = (cells: readonly string[]) =>
    `| ${cells
      .map((cell, at) =>
        isText(at) ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
      )
      .join(' | ')} |`;
  const rule = widths.map((width, at) =>
    isText(at) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
