import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBetweenMarkers } from '@driver-dispatch/processes';
import { SUB_CHECKS } from '../checker/violation';
import { soakTable, suiteTable } from './markdown-report';
import { violationLines } from './report-text';
import type { FaultReport } from './run-fault';

const compared = Object.fromEntries(SUB_CHECKS.map((check, i) => [check, i])) as FaultReport['compared'];

const report = (overrides: Partial<FaultReport> = {}): FaultReport => ({
  id: 'F4',
  title: 'Redis frozen',
  seed: 7,
  orders: 3,
  recoveryMs: 1_540,
  ms: 60_000,
  requests: { total: 10, ok: 7, refused: 2, unknown: 1 },
  injections: [{ at: 0, what: 'Redis frozen' }],
  exchanges: { tried: 5, found: 3 },
  compared,
  violations: [],
  ...overrides,
});

describe('report tables', () => {
  it('have a row for each fault', () => {
    expect(
      suiteTable([report(), report({ id: 'F5', violations: ['I1'] })])
        .split('\n')
        .slice(2),
    ).toEqual([
      '| F4 | Redis frozen | 7 | 10 | 1 | 0 | 2 | 4 | 13 | 15 | 19 | 22 | 23 | 26 | 31 | 3 of 5 | 1.5 s | 0 |',
      '| F5 | Redis frozen | 7 | 10 | 1 | 0 | 2 | 4 | 13 | 15 | 19 | 22 | 23 | 26 | 31 | 3 of 5 | 1.5 s | 1 |',
    ]);
  });

  it('keep the rows of faults that were not run, in order', () => {
    const previous = suiteTable([report({ id: 'F10' }), report({ id: 'F4', seed: 1 })]);
    const lines = suiteTable([report(), report({ id: 'F5' })], previous)
      .split('\n')
      .slice(2);
    expect(lines.map((line) => line.split(' | ')[0])).toEqual(['| F4', '| F5', '| F10']);
    expect(lines[0]).toContain('| 7 | 10 |');
  });

  it('add up the rounds of a soak', () => {
    const table = soakTable([report(), report({ seed: 8, recoveryMs: 9_000 })]);
    expect(table).toContain('| Duration | 2 minutes |');
    expect(table).toContain('| Operations | 20 |');
    expect(table).toContain('| I6 compared | 38 |');
    expect(table).toContain('| Slowest recovery | 9.0 s |');
    expect(table).toContain('| Redis frozen | 2 |');
    expect(table).toContain('| Violations | 0 |');
  });

  it('replace the table between the markers', () => {
    const directory = mkdtempSync(join(tmpdir(), 'dispatch-report-'));
    const file = join(directory, 'page.md');
    try {
      writeFileSync(file, 'Before\n<!-- soak:begin -->\nold\n<!-- soak:end -->\nAfter\n');
      writeBetweenMarkers(file, 'soak', (previous) => previous.trim().replace('old', '| new |'));
      expect(readFileSync(file, 'utf8')).toBe(
        'Before\n<!-- soak:begin -->\n\n| new |\n\n<!-- soak:end -->\nAfter\n',
      );
      expect(() => writeBetweenMarkers(file, 'faults', String)).toThrow(/<!-- faults:begin -->/);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('print the first violation with its context, the others in one line, and the command to repeat the run', () => {
    const violations = Array.from({ length: 12 }, (_, i) => `I1.${i} broken\n   context`);
    const lines = violationLines(report({ violations }));
    expect(lines.filter((line) => line.includes('context'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('broken'))).toHaveLength(10);
    expect(lines.slice(-2)).toEqual([
      '     ... and 2 more',
      '     repeat: npm run faults -- --only F4 --seed 7',
    ]);
    expect(violationLines(report())).toEqual([]);
  });
});
