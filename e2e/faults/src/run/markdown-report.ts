import { readFileSync, writeFileSync } from 'node:fs';
import type { Invariant } from '../checker/violation';
import { COMPARED_BY, comparisonsOf } from './report-text';
import type { FaultReport } from './run-fault';

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

const INVARIANTS = Object.keys(COMPARED_BY) as Invariant[];

const HEADER = [
  `| Fault |  | Seed | Requests | Injections | ${INVARIANTS.join(' | ')} | Exchanges | Recovery | Violations |`,
  `| --- | --- | ${'---: | '.repeat(INVARIANTS.length + 6).trim()}`,
];

/**
 * A table with a line for each fault.
 *
 * @param former a table whose lines stay for faults that did not run now
 */
export function suiteTable(reports: readonly FaultReport[], former = ''): string {
  const lines = new Map([...former.matchAll(/^\| (F\d+) .*$/gm)].map(([line, id]) => [id, line]));
  for (const report of reports) {
    const { id, title, seed, requests, injections, recoveryMs, exchanges, violations } = report;
    const figures = [
      requests.total,
        injections.length,
        ...INVARIANTS.map((invariant) => comparisonsOf(report, invariant)),
      `${exchanges.found} of ${exchanges.tried}`, seconds(recoveryMs), violations.length,
    ];
    lines.set(id, `| ${[id, title, seed, ...figures].join(' | ')} |`);
  }
  const inOrder = [...lines].sort(([a], [b]) => Number(a!.slice(1)) - Number(b!.slice(1)));
  return [...HEADER, ...inOrder.map(([, line]) => line)].join('\n');
}

/** What a soak came to: its work, its harms by kind, its slowest recovery. */
export function soakTable(reports: readonly FaultReport[]): string {
  const kinds = new Map<string, number>();
  for (const { what } of reports.flatMap(({ injections }) => injections)) {
    kinds.set(what, (kinds.get(what) ?? 0) + 1);
  }
  const lines: [string, string | number][] = [
    ['Duration', `${Math.round(sum(reports.map(({ ms }) => ms)) / 60_000)} minutes`],
    ['Rounds, each brought to rest and checked', reports.length],
    ['Seeds', `${reports[0]!.seed} to ${reports.at(-1)!.seed}`],
    ['Operations', sum(reports.map(({ requests }) => requests.total))],
    ['answered with success', sum(reports.map(({ requests }) => requests.ok))],
    ['refused', sum(reports.map(({ requests }) => requests.refused))],
    ['of unknown outcome', sum(reports.map(({ requests }) => requests.unknown))],
    ['Orders', sum(reports.map(({ orders }) => orders))],
    ['Injections', sum(reports.map(({ injections }) => injections.length))],
    ...INVARIANTS.map((invariant): [string, number] => [
      `${invariant} compared`,
      sum(reports.map((report) => comparisonsOf(report, invariant))),
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

/** Where a page's table goes. */
export interface Place {
  page: string;
  from: number;
  to: number;
}

/**
 * Finds the two marks of a table in a page.
 *
 * @param name as in `<!-- faults:begin -->`
 * @throws Error when the page lacks them
 */
export function findPlace(file: string, name: string): Place {
  const page = readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) {
    throw new Error(`${file} has no ${begin} before an ${end}`);
  }
  return { page, from: from + begin.length, to };
}

/**
 * Puts a table into a page, between its marks.
 *
 * @param make from the table that is there now
 */
export function writeReport(file: string, name: string, make: (former: string) => string): void {
  const { page, from, to } = findPlace(file, name);
  const table = make(page.slice(from, to));
  writeFileSync(file, `${page.slice(0, from)}\n\n${table}\n\n${page.slice(to)}`);
}
