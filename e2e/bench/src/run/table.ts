import { verdictOf, type Finding } from '../scenarios/scenario';

/** What a scenario came to. */
export interface ScenarioReport {
  id: string;
  title: string;
  findings: Finding[];
}

/** The cells of each line, without the verdicts' notes. */
export function cellsOf({ id, title, findings }: ScenarioReport): string[][] {
  return findings.map((finding) => [
    id,
    finding.what === '' ? title : `${title}: ${finding.what}`,
    amount(finding.figure, finding.unit),
    finding.against ? `${finding.against.name}: ${amount(finding.against.figure, finding.unit)}` : '',
    finding.against ? finding.ratio.toFixed(2) : '',
    'atLeast' in finding.wanted ? `≥ ${finding.wanted.atLeast}` : `≤ ${finding.wanted.atMost}`,
    verdictOf(finding),
  ]);
}

export const COLUMNS = ['', '', 'Figure', 'Yardstick', 'Ratio', 'Wanted', 'Verdict'];

/** The table for a terminal, each line followed by what a reader must know of it. */
export function terminalTable(reports: readonly ScenarioReport[]): string {
  const lines = reports.flatMap((report) =>
    cellsOf(report).map((cells, i) => ({ cells, finding: report.findings[i]! })),
  );
  const widths = COLUMNS.map((name, i) =>
    Math.max(name.length, ...lines.map(({ cells }) => cells[i]!.length)),
  );
  const row = (cells: readonly string[]) => cells.map((cell, i) => cell.padEnd(widths[i]!)).join('  ');
  return [
    row(COLUMNS),
    ...lines.flatMap(({ cells, finding: { notes, problems } }) => [
      row(cells),
      ...notes.map((note) => `      ${note}`),
      ...problems.map((problem) => `   !! ${problem}`),
    ]),
  ].join('\n');
}

function amount(figure: number, unit: string): string {
  const digits = Math.abs(figure) >= 100 ? 0 : Math.abs(figure) >= 10 ? 1 : 2;
  return `${figure.toFixed(digits)}${unit.startsWith('/') ? '' : ' '}${unit}`.trim();
}
