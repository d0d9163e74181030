import { isRejection, toErrorResult, type Rejection } from './error-result';
import { createProblem } from './problem';

describe('toErrorResult', () => {
  it.each([
    ['ILLEGAL_TRANSITION', 'DispatchStateError', 'DISPATCH_STATE_ERROR'],
    ['DRIVER_UNAVAILABLE', 'DriverUnavailableError', 'DRIVER_UNAVAILABLE_ERROR'],
    ['REASSIGNMENT_DISABLED', 'DispatchRejectedError', 'DISPATCH_REJECTED_ERROR'],
  ] as const)('converts %s to %s with %s', (code, type, errorCode) => {
    const reason: Rejection = { code, details: {}, message: 'No' };
    expect(toErrorResult(reason)).toEqual({ __typename: type, errorCode, message: 'No', reason });
  });
});

it('does not count faults and invalid input as rejections', () => {
  expect(isRejection(createProblem('ORDER_CANCELLED'))).toBe(true);
  expect(isRejection(createProblem('NO_OPERATOR_KEY'))).toBe(false);
  expect(isRejection(createProblem('REASON_REQUIRED'))).toBe(false);
});
