import { SUB_CHECKS, type SubCheck } from './violation';

/** Number of comparisons by check. A check without comparisons can't find a violation. */
export class Comparisons {
  private readonly counts = new Map<SubCheck, number>();

  add(check: SubCheck, times = 1): void {
    this.counts.set(check, this.of(check) + times);
  }

  of(check: SubCheck): number {
    return this.counts.get(check) ?? 0;
  }

  /** Returns a line for each check below its minimum. */
  belowMinimum(minima: Minima): string[] {
    return SUB_CHECKS.filter((check) => this.of(check) < (minima[check] ?? 0)).map(
      (check) => `${check} compared ${this.of(check)} times, at least ${minima[check]} are required`,
    );
  }
}

/** Smallest number of comparisons by check. */
export type Minima = Partial<Record<SubCheck, number>>;
