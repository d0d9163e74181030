import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { computeVerdict, type Row } from '../figures/figure';
import { mergeRows, writeReport } from './report';
import { format, terminalTable } from './table';

const ORIGIN = { machine: 'a machine', commit: 'abc1234', date: '2026-01-31' };

const row = (overrides: Partial<Row> = {}): Row => ({
  figure: 'P1',
  title: 'Orders per second at 64 connections',
  unit: '',
  problems: [],
  unreliable: false,
  value: { median: 2.6, min: 2.4, max: 2.7 },
  target: { atLeast: 2.5 },
  details: [
    { name: 'engine', value: 3_900, unit: 'orders/s' },
    { name: 'textbook', value: 1_500, unit: 'orders/s' },
  ],
  plot: { name: 'orders-by-connections', x: 64 },
  ...overrides,
});
const some = row({
  plot: { name: 'orders-by-connections', x: 16 },
  title: 'Orders per second at 16 connections',
});

describe('verdict', () => {
  const median = (value: number) => ({ median: value, min: value, max: value });

  it('compares the median with the target', () => {
    expect(computeVerdict(row())).toBe('met');
    expect(computeVerdict(row({ value: median(2.4) }))).toBe('missed');
    expect(computeVerdict(row({ value: median(1.1), target: { atMost: 1 } }))).toBe('missed');
    expect(computeVerdict(row({ target: undefined }))).toBe('reported');
  });

  it('is neither met nor missed with an unreliable value or problems', () => {
    expect(computeVerdict(row({ unreliable: true }))).toBe('unreliable');
    expect(computeVerdict(row({ problems: ['a driver with two deliveries'] }))).toBe('FAILED');
    expect(computeVerdict(row({ value: median(NaN) }))).toBe('FAILED');
  });
});

it('prints figure, spread, target, verdict and the absolute figures', () => {
  expect(terminalTable([row()])).toMatch(
    /P1 +Orders per second at 64 connections +2.6 +2.4 – 2.7 +≥ 2.5 +met +engine 3,900 orders\/s, textbook 1,500/,
  );
});

it('prints three significant digits, and all digits before the point', () => {
  expect([0.02161, 0.9363, 24.31, 229.6, 1855.2].map(format)).toEqual([
    '0.0216',
    '0.936',
    '24.3',
    '230',
    '1,855',
  ]);
});

it('replaces the rows of measured figures and keeps the others', () => {
  const stored = mergeRows([], [row(), some, row({ figure: 'P10' }), row({ figure: 'P2' })], ORIGIN);
  const merged = mergeRows(stored, [row()], { ...ORIGIN, commit: 'def5678' });
  expect(merged.map(({ figure, commit }) => [figure, commit])).toEqual([
    ['P1', 'def5678'],
    ['P2', 'abc1234'],
    ['P10', 'abc1234'],
  ]);
});

it('writes answers, table, origin and plots between the markers of a page', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dispatch-report-'));
  const file = join(directory, 'page.md');
  try {
    writeFileSync(file, 'Before\n');
    expect(() => writeReport(file, [], ORIGIN)).toThrow(/<!-- bench:begin -->/);
    writeFileSync(file, 'Before\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nAfter\n');
    writeReport(file, [row(), some], ORIGIN);
    const page = readFileSync(file, 'utf8');
    expect(page).toMatch(
      /^Before\n[^]*assigns 3,900 orders\/s[^]*\| P1 \|[^]*P1: a machine; commit abc1234[^]*\nAfter\n$/,
    );
    expect(page).not.toContain('old');
    expect(page).toContain('(page/orders-by-connections.svg)');
    const svg = readFileSync(join(directory, 'page', 'orders-by-connections.svg'), 'utf8');
    expect(svg.match(/<polyline/g)).toHaveLength(2);
    expect(svg.match(/<circle/g)).toHaveLength(4);
    expect(svg).not.toMatch(/NaN|undefined/);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
