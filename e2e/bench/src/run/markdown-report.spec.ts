import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verdictOf, type Finding } from '../scenarios/scenario';
import { markdownTable, writeReport } from './markdown-report';
import { terminalTable } from './table';

const finding = (overrides: Partial<Finding> = {}): Finding => ({
  ...{ what: 'uniform', figure: 4_200, unit: '/s', against: { name: 'Y2', figure: 1_000 }, ratio: 4.2 },
  ...{ wanted: { atLeast: 4 }, notes: ['a note'], problems: [] },
  ...overrides,
});
const report = (id: string, overrides: Partial<Finding> = {}) => ({
  ...{ id, title: 'Assignments', findings: [finding(overrides)] },
});

describe('a verdict', () => {
  it('is that of the ratio', () => {
    expect(verdictOf(finding())).toBe('reached');
    expect(verdictOf(finding({ ratio: 3.9 }))).toBe('missed');
    expect(verdictOf(finding({ ratio: 26, wanted: { atMost: 25 } }))).toBe('missed');
    expect(verdictOf(finding({ ratio: 24, wanted: { atMost: 25 } }))).toBe('reached');
  });

  it('is no good where something was found wrong, or nothing was measured', () => {
    expect(verdictOf(finding({ problems: ['a driver with two orders'] }))).toBe('FAILED');
    expect(verdictOf(finding({ ratio: NaN }))).toBe('FAILED');
  });
});

describe('a table', () => {
  it('has a line for each finding, and what is wrong with it', () => {
    expect(markdownTable([report('S1')])).toContain(
      '| S1 | Assignments: uniform | 4200/s | Y2: 1000/s | 4.20 | ≥ 4 | reached | a note |',
    );
    expect(terminalTable([report('S1', { problems: ['wrong'] })])).toMatch(/FAILED[^]*!! wrong/);
  });

  it('keeps the lines of measurements that were not made now, in order', () => {
    const former = markdownTable([report('S2'), report('S10'), report('S1', { ratio: 1 })]);
    const lines = markdownTable([report('S1'), report('S3')], former).match(/^\| S.*$/gm)!;
    expect(lines.map((line) => line.split(' | ')[0])).toEqual(['| S1', '| S2', '| S3', '| S10']);
    expect(lines[0]).toContain('4.20');
  });

  it('goes between its marks, its plots beside the page', () => {
    const directory = mkdtempSync(join(tmpdir(), 'dispatch-report-'));
    const file = join(directory, 'page.md');
    const growth = {
      byDrivers: [10, 100].map((drivers) => ({ drivers, engine: 50, y1: 20, y2: 10 })),
      byConnections: [1, 4].map((connections) => ({ connections, engine: 50, p50: 2, p99: 0 })),
      problems: [],
    };
    try {
      writeFileSync(file, 'Before\n');
      expect(() => writeReport(file, [], growth)).toThrow(/<!-- bench:begin -->/);
      writeFileSync(file, 'Before\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nAfter\n');
      writeReport(file, [report('S1')], growth);
      expect(readFileSync(file, 'utf8')).toMatch(/^Before\n[^]*\| S1 \|[^]*\nAfter\n$/);
      expect(readFileSync(file, 'utf8')).toContain('(page/assignments-by-connections.svg)');
      const svg = readFileSync(join(directory, 'page', 'assignments-by-drivers.svg'), 'utf8');
      expect(svg.match(/<polyline/g)).toHaveLength(3);
      expect(svg).not.toContain('NaN');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
