import type { Invariant } from '../checker/violation';
import { COMPARED_BY, countComparisons } from './report-text';
import type { FaultReport } from './run-fault';

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

const INVARIANTS = Object.keys(COMPARED_BY) as Invariant[];

const HEADER = [
  `| Fault |  | Seed | Requests | Injections | ${INVARIANTS.join(' | ')} | Exchanges | Recovery | Violations |`,
  `| --- | --- | ${'---: | '.repeat(INVARIANTS.length + 6).trim()}`,
];

/**
 * Returns a table with a row for each fault.
 *
 * @param previous a table whose rows are kept for faults that were not run
 */
export function suiteTable(reports: readonly FaultReport[], previous = ''): string {
  const lines = new Map([...previous.matchAll(/^\| (F\d+) .*$/gm)].map(([line, id]) => [id, line]));
  for (const report of reports) {
    const { id, title, seed, requests, injections, recoveryMs, exchanges, violations } = report;
    const figures = [
      requests.total,
      injections.length,
      ...INVARIANTS.map((invariant) => countComparisons(report, invariant)),
      `${exchanges.found} of ${exchanges.tried}`,
      seconds(recoveryMs),
      violations.length,
    ];
    lines.set(id, `| ${[id, title, seed, ...figures].join(' | ')} |`);
  }
  const inOrder = [...lines].sort(([a], [b]) => Number(a!.slice(1)) - Number(b!.slice(1)));
  return [...HEADER, ...inOrder.map(([, line]) => line)].join('\n');
}

/** Returns the table of a soak: its requests, its faults by kind, its slowest recovery. */
export function soakTable(reports: readonly FaultReport[]): string {
  const kinds = new Map<string, number>();
  for (const { what } of reports.flatMap(({ injections }) => injections)) {
    kinds.set(what, (kinds.get(what) ?? 0) + 1);
  }
  const lines: [string, string | number][] = [
    ['Duration', `${Math.round(sum(reports.map(({ ms }) => ms)) / 60_000)} minutes`],
    ['Rounds, each completed and checked', reports.length],
    ['Seeds', `${reports[0]!.seed} to ${reports.at(-1)!.seed}`],
    ['Operations', sum(reports.map(({ requests }) => requests.total))],
    ['answered with success', sum(reports.map(({ requests }) => requests.ok))],
    ['refused', sum(reports.map(({ requests }) => requests.refused))],
    ['of unknown outcome', sum(reports.map(({ requests }) => requests.unknown))],
    ['Orders', sum(reports.map(({ orders }) => orders))],
    ['Injections', sum(reports.map(({ injections }) => injections.length))],
    ...INVARIANTS.map((invariant): [string, number] => [
      `${invariant} compared`,
      sum(reports.map((report) => countComparisons(report, invariant))),
    ]),
    ['Slowest recovery', seconds(Math.max(...reports.map(({ recoveryMs }) => recoveryMs)))],
    ['Violations', sum(reports.map(({ violations }) => violations.length))],
  ];
  return [
    '| | |',
    '|---|---:|',
    ...lines.map(([name, value]) => `| ${name} | ${value} |`),
    '',
    '| Injected | Times |',
    '|---|---:|',
    ...[...kinds].sort(([, a], [, b]) => b - a).map(([what, times]) => `| ${what} | ${times} |`),
  ].join('\n');
}
