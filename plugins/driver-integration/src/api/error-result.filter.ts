import { Catch, type ExceptionFilter } from '@nestjs/common';
import { toErrorResult, type DispatchErrorResult } from '../problems/error-result';
import { RejectionError } from '../problems/problem-error';

/** Returns the reason of a rejected mutation as an `ErrorResult`, after its transaction was rolled back. */
@Catch(RejectionError)
export class ErrorResultFilter implements ExceptionFilter {
  catch({ problem }: RejectionError): DispatchErrorResult {
    return toErrorResult(problem);
  }
}
