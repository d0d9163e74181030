import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { writeBetweenMarkers } from '@driver-dispatch/processes';
import type { PlotName, Row } from '../figures/figure';
import { expectations } from './expectations';
import { drawLinePlot } from './line-plot';
import type { Origin } from './machine';
import { sortRows } from './run-figures';
import { getCells, COLUMNS } from './table';

/** Name of the markers in the page. */
export const MARKERS = 'bench';

/** Stores all figures, so that single ones can be measured again. */
const FIGURES_FILE = 'figures.json';

const PLOTS: Record<PlotName, { title: string; xLabel: string; yLabel: string }> = {
  'orders-by-connections': { title: 'Orders per second', xLabel: 'connections', yLabel: 'orders/s' },
  'latency-by-orders': { title: 'p99 of an order', xLabel: 'orders/s', yLabel: 'ms' },
};

export type StoredRow = Row & Origin;

/**
 * Writes figures between the markers of a page, and the plots to a folder with the page's name beside it. Keeps figures that
 * were not measured.
 *
 * @throws Error when the page has no markers
 */
export function writeReport(file: string, measured: readonly Row[], origin: Origin): void {
  const name = basename(file, extname(file));
  const folder = join(dirname(file), name);
  mkdirSync(folder, { recursive: true });
  const figuresFile = join(folder, FIGURES_FILE);
  const stored = existsSync(figuresFile)
    ? (JSON.parse(readFileSync(figuresFile, 'utf8')) as StoredRow[])
    : [];
  const rows = mergeRows(stored, measured, origin);
  writeFileSync(figuresFile, `${JSON.stringify(rows, undefined, 2)}\n`);
  const plots = Object.entries(PLOTS).map(([plot, labels]) => {
    writeFileSync(join(folder, `${plot}.svg`), drawLinePlot({ ...labels, series: getSeries(rows, plot) }));
    return `![${labels.title} by ${labels.xLabel}](${name}/${plot}.svg)`;
  });
  const parts = [
    '<!-- prettier-ignore-start -->',
    ...pageParts(rows),
    ...plots,
    '<!-- prettier-ignore-end -->',
  ];
  writeBetweenMarkers(file, MARKERS, () => parts.join('\n\n'));
}

/** Replaces all stored rows of the measured figures. */
export function mergeRows(
  stored: readonly StoredRow[],
  measured: readonly Row[],
  origin: Origin,
): StoredRow[] {
  const replaced = new Set(measured.map(({ figure }) => figure));
  const kept = stored.filter(({ figure }) => !replaced.has(figure));
  return sortRows([...kept, ...measured.map((row) => ({ ...row, ...origin }))]);
}

function pageParts(rows: readonly StoredRow[]): string[] {
  const lines = [COLUMNS, COLUMNS.map(() => '---'), ...rows.map(getCells)];
  return [
    ...expectations(rows),
    '## Figures',
    lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    ...getOrigins(rows),
  ];
}

/** Returns the origin of the figures: one sentence for all figures with the same machine and commit. */
function getOrigins(rows: readonly StoredRow[]): string[] {
  const figures = new Map<string, Set<string>>();
  for (const { figure, machine, commit, date } of rows) {
    const origin = `${machine}; commit ${commit}, ${date}.`;
    figures.set(origin, (figures.get(origin) ?? new Set()).add(figure));
  }
  return [...figures].map(([origin, ids]) => `${[...ids].join(', ')}: ${origin}`);
}

function getSeries(rows: readonly Row[], name: string) {
  const points = rows.flatMap(({ plot, details }) =>
    plot?.name === name ? details.slice(0, 2).map((detail) => ({ ...detail, x: plot.x })) : [],
  );
  return [...new Set(points.map((point) => point.name))].map((series) => ({
    name: series,
    points: points
      .filter((point) => point.name === series)
      .map(({ x, value }) => ({ x, y: value }))
      .sort((a, b) => a.x - b.x),
  }));
}
