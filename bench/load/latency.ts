import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

/** How long answers took, in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Counts durations in classes that are a thousandth wide, so that memory does not grow. */
export interface Stopwatch {
  /** Notes what began at this moment of `performance.now` as ended now. */
  stop(began: number): void;
  read(): Latency;
}

export function stopwatch(): Stopwatch {
  const histogram: RecordableHistogram = createHistogram({ figures: 3 });
  return {
    stop(began) {
      histogram.record(Math.max(1, Math.round((performance.now() - began) * 1_000)));
    },
    read: () => ({
      p50: histogram.percentile(50) / 1_000,
      p99: histogram.percentile(99) / 1_000,
      max: histogram.max / 1_000,
    }),
  };
}
