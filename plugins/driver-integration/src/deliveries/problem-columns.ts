import type { Problem, ProblemCode } from '../problems/problem';

interface ProblemColumns {
  problem: Problem | null;
  problemCode: ProblemCode | null;
}

/** The columns of a delivery's problem. */
export function problemColumns(problem: Problem): ProblemColumns {
  return { problem, problemCode: problem.code };
}

export const NO_PROBLEM: ProblemColumns = { problem: null, problemCode: null };
