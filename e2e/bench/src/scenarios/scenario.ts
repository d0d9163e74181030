import type { Bench } from '../world/bench';

export interface Scenario {
  /** Such as `S1`. */
  id: string;
  title: string;
  measure(bench: Bench): Promise<Finding[]>;
}

/** One line of the table: a figure, what it is held against, and how the two compare. */
export interface Finding {
  /** Of the scenario, with what is special about this line if there are several. */
  what: string;
  figure: number;
  unit: string;
  /** What the figure is held against, and its name. */
  against?: { name: string; figure: number };
  /** Figure over yardstick; the figure itself where it is held against a number. */
  ratio: number;
  wanted: { atLeast: number } | { atMost: number };
  /** What a reader must know to judge the figure. */
  notes: string[];
  /** What the checks have found to be wrong: with one, the figure is worth nothing. */
  problems: string[];
}

export type Verdict = 'reached' | 'missed' | 'FAILED';

export function verdictOf({ figure, ratio, wanted, problems }: Finding): Verdict {
  if (problems.length > 0 || !Number.isFinite(figure) || !Number.isFinite(ratio)) {
    return 'FAILED';
  }
  const reached = 'atLeast' in wanted ? ratio >= wanted.atLeast : ratio <= wanted.atMost;
  return reached ? 'reached' : 'missed';
}
