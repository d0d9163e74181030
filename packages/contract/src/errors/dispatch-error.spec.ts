import { DispatchError } from './dispatch-error';
import { ERROR_CODES, isErrorCode, type ErrorCode } from './error-code';

const codes = Object.keys(ERROR_CODES) as ErrorCode[];

describe('DispatchError', () => {
  it.each(codes)('%s has a status that matches retryable', (code) => {
    const { status, retryable } = new DispatchError(code, 'no');
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    // Server errors are retryable. Client errors are not, except these three.
    const retryableClientErrors = ['timestamp_out_of_tolerance', 'sequence_gap', 'rate_limited'];
    expect(retryable).toBe(status >= 500 || retryableClientErrors.includes(code));
  });

  it('keeps its fields when serialised and parsed', () => {
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

  it('keeps the inner error and does not serialise it', () => {
    const cause = new Error('password authentication failed');
    const error = new DispatchError('internal', 'Something went wrong', { cause });
    expect(error.cause).toBe(cause);
    expect(JSON.stringify(error.toBody())).not.toContain('password');
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a string', 'Bad Gateway'],
    ['another shape', { statusCode: 500, message: 'no' }],
    ['an unknown code', { error: { code: 'teapot', message: 'no' } }],
    ['a property name of Object', { error: { code: 'toString', message: 'no' } }],
  ])('is not parsed from %s', (_, body) => {
    expect(DispatchError.fromBody(body)).toBeUndefined();
  });
});

describe('isErrorCode', () => {
  it('accepts the codes of the contract only', () => {
    expect(codes.every(isErrorCode)).toBe(true);
    expect([undefined, 1, '', 'constructor', 'INTERNAL'].some(isErrorCode)).toBe(false);
  });
});
