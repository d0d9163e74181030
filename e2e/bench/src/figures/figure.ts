import { quantile } from '@driver-dispatch/local-servers';
import { computeMedian, ratios, type Alternated } from '../measure/alternate';
import { computeSpread, type Spread } from '../measure/spread';
import type { Bench } from '../world/bench';

export type Target = { atLeast: number } | { atMost: number };

/** An absolute figure behind a ratio. */
export interface Detail {
  name: string;
  value: number;
  unit: string;
}

export type PlotName = 'orders-by-connections' | 'latency-by-orders';

/** A row of the table. */
export interface Row {
  /** For example `P1`. */
  figure: string;
  title: string;
  value: Spread;
  /** Empty for ratios. */
  unit: string;
  /** A figure without a target is only reported. */
  target?: Target;
  details: Detail[];
  /** Problems that the checks have found. They make the figure invalid. */
  problems: string[];
  /** Whether the machine's speed changed too much during the measurement. */
  unreliable: boolean;
  /** Point of a plot. The details are the values at x. */
  plot?: { name: PlotName; x: number };
}

/** Measurements that share a set-up. */
export interface Figures {
  /** Ids of the figures, for example `P1`. */
  ids: readonly string[];
  /** @param selected ids of the figures to measure */
  measure(bench: Bench, selected: ReadonlySet<string>): Promise<Row[]>;
}

export type Verdict = 'met' | 'missed' | 'reported' | 'unreliable' | 'FAILED';

export function computeVerdict({ value, target, problems, unreliable }: Row): Verdict {
  if (problems.length > 0 || !Number.isFinite(value.median)) {
    return 'FAILED';
  }
  if (unreliable) {
    return 'unreliable';
  }
  if (!target) {
    return 'reported';
  }
  const met = 'atLeast' in target ? value.median >= target.atLeast : value.median <= target.atMost;
  return met ? 'met' : 'missed';
}

/** A value of a measurement. */
interface Measure<T> {
  measure: (value: T) => number;
  unit: string;
}

export const RATE: Measure<{ perSecond: number }> = {
  measure: ({ perSecond }) => perSecond,
  unit: 'orders/s',
};
export const CPU: Measure<{ cpuMicros: number }> = { measure: ({ cpuMicros }) => cpuMicros, unit: 'µs' };
export const P50 = latency(0.5);
export const P99 = latency(0.99);

function latency(share: number): Measure<{ latencies: Float64Array }> {
  return { measure: ({ latencies }) => quantile(latencies, share), unit: 'ms' };
}

/** Returns a row with the spread of some values. */
export function valuesRow(row: Pick<Row, 'figure' | 'title'> & Partial<Row>, values: readonly number[]): Row {
  return { value: computeSpread(values), unit: '', details: [], problems: [], unreliable: false, ...row };
}

/** Returns the ratio of two sides that were measured alternately, with the medians of both. */
export function ratioRow<T extends { problems: string[] }>(
  row: Pick<Row, 'figure' | 'title' | 'target' | 'plot'>,
  measured: Alternated<T>,
  { measure, unit }: Measure<T>,
  names: readonly [string, string],
): Row {
  const { a, b, unreliable } = measured;
  return {
    ...row,
    value: ratios(measured, measure),
    unit: '',
    details: [
      { name: names[0], value: computeMedian(a, measure), unit },
      { name: names[1], value: computeMedian(b, measure), unit },
    ],
    problems: [...new Set([...a, ...b].flatMap(({ problems }) => problems))],
    unreliable,
  };
}

export function atConnections(connections: number): string {
  return `at ${connections} ${connections === 1 ? 'connection' : 'connections'}`;
}
