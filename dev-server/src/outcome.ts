/** What a command comes to. */
export interface Outcome {
  exitCode: number;
  /** Totals for programs to read: the very last line that is printed, after everything has stopped. */
  totals?: object;
}

/** The totals as a line of JSON, numbers to two decimals. */
export function totalsLine(totals: object): string {
  return JSON.stringify(totals, (_, value: unknown) =>
    typeof value === 'number' ? Math.round(value * 100) / 100 : value,
  );
}
