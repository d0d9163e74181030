import { countOutcome, OUTCOME, type LoadReport } from '../load/load';

/** Answers that no run should see. */
export function complainOfAnswers(report: LoadReport): string[] {
  const [refused, broken] = [countOutcome(report, OUTCOME.REFUSED), countOutcome(report, OUTCOME.BROKEN)];
  return [
    ...(refused > 0 ? [`${refused} refused: ${report.complaints.join('; ')}`] : []),
    ...(broken > 0 ? [`${broken} without an answer`] : []),
  ];
}
