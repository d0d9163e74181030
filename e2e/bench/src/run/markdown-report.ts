import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { Growth } from '../scenarios/growth';
import { growthPlots } from './growth-plots';
import { describeMachine, thisMachine } from './machine';
import { cellsOf, COLUMNS, type ScenarioReport } from './table';

const BEGIN = '<!-- bench:begin -->';
const END = '<!-- bench:end -->';

/**
 * Finds where the report goes.
 *
 * @throws Error when the page lacks its marks
 */
export function findMarks(file: string): { page: string; from: number; to: number } {
  const page = readFileSync(file, 'utf8');
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) {
    throw new Error(`${file} has no ${BEGIN} before an ${END}`);
  }
  return { page, from: from + BEGIN.length, to };
}

/** Puts the table into a page, between its marks, and the plots into a folder of the page's name beside it. */
export function writeReport(
  file: string,
  reports: readonly ScenarioReport[],
  growth: Growth | undefined,
): void {
  const { page, from, to } = findMarks(file);
  const name = basename(file, extname(file));
  const folder = join(dirname(file), name);
  if (growth) {
    mkdirSync(folder, { recursive: true });
    for (const [plot, svg] of Object.entries(growthPlots(growth))) {
      writeFileSync(join(folder, plot), svg);
    }
  }
  // Those of an earlier run stay when none were made now.
  const plots = existsSync(folder) ? readdirSync(folder).sort() : [];
  const report = [
    markdownTable(reports, page.slice(from, to)),
    ...plots.map((plot) => `![${basename(plot, '.svg').replaceAll('-', ' ')}](${name}/${plot})`),
  ].join('\n\n');
  writeFileSync(file, `${page.slice(0, from)}\n\n${report}\n\n${page.slice(to)}`);
}

/** @param former a report whose lines stay for measurements that were not made now */
export function markdownTable(reports: readonly ScenarioReport[], former = ''): string {
  const now = new Set(reports.map(({ id }) => id));
  const kept = [...former.matchAll(/^\| (S\d+) .*$/gm)]
    .filter(([, id]) => !now.has(id!))
    .map(([line]) => line);
  const lines = reports.flatMap((report) =>
    cellsOf(report).map((cells, i) => {
      const { notes, problems } = report.findings[i]!;
      return `| ${[...cells, [...problems, ...notes].join('; ')].join(' | ')} |`;
    }),
  );
  const number = (line: string) => Number(/\d+/.exec(line)![0]);
  return [
    `${describeMachine(thisMachine())}; ${new Date().toISOString().slice(0, 10)}`,
    '',
    `| ${[...COLUMNS, 'Notes'].join(' | ')} |`,
    `| ${[...COLUMNS, ''].map(() => '---').join(' | ')} |`,
    ...[...kept, ...lines].sort((a, b) => number(a) - number(b)),
  ].join('\n');
}
