import { DispatchError } from './dispatch-error';
import { ERROR_CODES, isErrorCode, type ErrorCode } from './error-code';

const codes = Object.keys(ERROR_CODES) as ErrorCode[];

describe('DispatchError', () => {
  it.each(codes)('%s has a status that agrees with whether to try again', (code) => {
    const { status, retryable } = new DispatchError(code, 'no');
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    // A fault of the server may pass; what the sender did wrong does not, but for the three named here.
    const passing = ['timestamp_out_of_tolerance', 'sequence_gap', 'rate_limited'];
    expect(retryable).toBe(status >= 500 || passing.includes(code));
  });

  it('survives the way over the wire', () => {
    const sent = new DispatchError('illegal_transition', 'too late', { details: { state: 'PICKED_UP' } });
    const received = DispatchError.fromBody(JSON.parse(JSON.stringify(sent.toBody())));
    expect(received).toMatchObject({
      code: 'illegal_transition',
      message: 'too late',
      details: { state: 'PICKED_UP' },
      status: 409,
      retryable: false,
    });
  });

  it('keeps the inner error, and keeps it off the wire', () => {
    const cause = new Error('password authentication failed');
    const error = new DispatchError('internal', 'Something went wrong', { cause });
    expect(error.cause).toBe(cause);
    expect(JSON.stringify(error.toBody())).not.toContain('password');
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'Bad Gateway'],
    ['another shape', { statusCode: 500, message: 'no' }],
    ['a code of nobody', { error: { code: 'teapot', message: 'no' } }],
    ["a name of Object's", { error: { code: 'toString', message: 'no' } }],
  ])('is not read out of %s', (_, body) => {
    expect(DispatchError.fromBody(body)).toBeUndefined();
  });
});

describe('isErrorCode', () => {
  it('knows the codes and nothing else', () => {
    expect(codes.every(isErrorCode)).toBe(true);
    expect([undefined, 1, '', 'constructor', 'INTERNAL'].some(isErrorCode)).toBe(false);
  });
});
