/** Result of a command. */
export interface Outcome {
  exitCode: number;
  /** Totals for programs, printed as the last line after everything has stopped. */
  totals?: object;
}

/** The totals as one line of JSON, with numbers rounded to two decimals. */
export function totalsLine(totals: object): string {
  return JSON.stringify(totals, (_, value: unknown) =>
    typeof value === 'number' ? Math.round(value * 100) / 100 : value,
  );
}
