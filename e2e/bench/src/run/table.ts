import { computeVerdict, type Detail, type Row } from '../figures/figure';

export const COLUMNS = ['', 'Figure', 'Median', 'Spread', 'Target', '', 'Details'];

/** Returns the cells of a row for the terminal and for the page. */
export function getCells(row: Row): string[] {
  const { figure, title, value, unit, target, details, problems } = row;
  const { median, min, max } = value;
  return [
    figure,
    title,
    withUnit(median, unit),
    min === max ? '' : `${format(min)} – ${format(max)}`,
    target ? ('atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`) : '',
    computeVerdict(row),
    [...problems, details.map(describe).join(', ')].filter(Boolean).join('; '),
  ];
}

export function terminalTable(rows: readonly Row[]): string {
  const lines = [COLUMNS, ...rows.map(getCells)];
  const widths = COLUMNS.map((_, i) => Math.max(...lines.map((cells) => cells[i]!.length)));
  return lines
    .map((cells) =>
      cells
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Formats a number with three significant digits, from 100 on as an integer, and with thousands separators. */
export function format(value: number): string {
  return value.toLocaleString(
    'en-GB',
    Math.abs(value) < 100 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 },
  );
}

export function withUnit(value: number, unit: string): string {
  return `${format(value)} ${unit}`.trim();
}

function describe({ name, value, unit }: Detail): string {
  return `${name} ${withUnit(value, unit)}`;
}
