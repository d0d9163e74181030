import { DispatchError, getParameters, type RecordedError } from '@driver-dispatch/contract';
import { I18nError, LogLevel } from '@vendure/core';
import { isRejection, type Rejection } from './error-result';
import { createProblem, upperCase, type LocalCode, type Problem, type ProblemInput } from './problem';

/** Lowest HTTP status of a server error. */
const SERVER_ERROR = 500;

/** A failed request. The GraphQL error has the code and the details of the problem in its `extensions`. */
export class ProblemError extends I18nError {
  constructor(readonly problem: Problem) {
    const { code, details, message } = problem;
    super(message, {}, code, code === 'ENGINE_UNAVAILABLE' ? LogLevel.Error : LogLevel.Warn);
    this.extensions.details = details;
  }
}

/** A rejected action, which is an expected failure. */
export class RejectionError extends ProblemError {
  constructor(override readonly problem: Rejection) {
    super(problem);
  }
}

export function problemError<Code extends LocalCode>(...problem: ProblemInput<Code>): ProblemError {
  return toProblemError(createProblem<Code>(...problem));
}

export function toProblemError(problem: Problem): ProblemError {
  return isRejection(problem) ? new RejectionError(problem) : new ProblemError(problem);
}

/** Converts an error that the engine or the shop has returned or stored. */
export function fromRecordedError(error: RecordedError): Problem {
  return { code: upperCase(error.code), details: getParameters(error), message: error.message };
}

/** Converts an error of a request to the engine. An error of the server or of the connection is ENGINE_UNAVAILABLE. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError) {
    return error.problem;
  }
  if (!(error instanceof DispatchError)) {
    return { code: 'INTERNAL', details: {}, message: (error as Error).message };
  }
  const problem = fromRecordedError(error);
  const rejected = error.status < SERVER_ERROR && error.code !== 'unauthorized';
  return rejected ? problem : createProblem('ENGINE_UNAVAILABLE', { cause: problem });
}
