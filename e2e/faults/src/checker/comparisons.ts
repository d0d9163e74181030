import { SUB_CHECKS, type SubCheck } from './violation';

/** How often each check has compared something: a check that compared nothing cannot have found anything. */
export class Comparisons {
  private readonly counts = new Map<SubCheck, number>();

  add(check: SubCheck, times = 1): void {
    this.counts.set(check, this.of(check) + times);
  }

  of(check: SubCheck): number {
    return this.counts.get(check) ?? 0;
  }

  /** Returns a line for each check that compared less often than it must. */
  belowMinimum(minima: Minima): string[] {
    return SUB_CHECKS.filter((check) => this.of(check) < (minima[check] ?? 0)).map(
      (check) => `${check} compared ${this.of(check)} times, at least ${minima[check]} are required`,
    );
  }
}

/** How often each check must compare at least. */
export type Minima = Partial<Record<SubCheck, number>>;
