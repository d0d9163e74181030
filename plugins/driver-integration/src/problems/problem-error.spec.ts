import { DispatchError, driverUnavailable } from '@driver-dispatch/contract';
import { problemError, ProblemError, toProblem } from './problem-error';

describe('toProblem', () => {
  it('keeps the code of a rejection, with the parameters of its translation', () => {
    const problem = toProblem(driverUnavailable({ id: 'ada', name: 'Ada' }, 'no_location'));
    expect(problem).toEqual({
      code: 'DRIVER_UNAVAILABLE',
      details: { driverName: 'Ada', reason: 'no_location' },
      message: 'Driver ada is unavailable (no_location)',
    });
    const details = { stored: { orderCode: 'another' } };
    expect(toProblem(new DispatchError('identity_mismatch', 'No', { details })).details).toEqual({});
  });

  it.each(['unreachable', 'database_unavailable', 'unauthorized'] as const)(
    'is ENGINE_UNAVAILABLE for %s, with the cause',
    (code) => {
      expect(toProblem(new DispatchError(code, 'No'))).toEqual({
        code: 'ENGINE_UNAVAILABLE',
        details: { cause: { code: code.toUpperCase(), details: {}, message: 'No' } },
        message: 'The engine is unavailable (No)',
      });
    },
  );

  it('is INTERNAL for an error without a code, and the problem of a ProblemError', () => {
    expect(toProblem(new Error('No'))).toEqual({ code: 'INTERNAL', details: {}, message: 'No' });
    const error = problemError('REASON_REQUIRED');
    expect(toProblem(error)).toBe(error.problem);
  });
});

it('has the code and the details in the extensions of the GraphQL error', () => {
  const error = new ProblemError(
    toProblem(new DispatchError('illegal_transition', 'No', { details: { state: 'FAILED' } })),
  );
  expect(error.toJSON()).toMatchObject({
    message: 'No',
    extensions: { code: 'ILLEGAL_TRANSITION', details: { state: 'FAILED' } },
  });
});
