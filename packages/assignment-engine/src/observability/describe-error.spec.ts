import { describeError } from './describe-error';

describe('describeError', () => {
  it('keeps name, message, code and the chain of causes', () => {
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    expect(describeError(new TypeError('failed', { cause }))).toEqual({
      name: 'TypeError',
      message: 'failed',
      cause: { name: 'Error', message: 'refused', code: 'ECONNREFUSED' },
    });
  });

  it('removes passwords in URLs and signing keys', () => {
    const text = JSON.stringify(
      describeError(new Error('postgres://me:secret@db/x and whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')),
    );
    expect(text).not.toMatch(/secret|MfKQ/);
    expect(text).toContain('postgres://***@db/x');
  });

  it('omits all other fields', () => {
    const error = Object.assign(new Error('no'), { config: { password: 'hunter2' } });
    expect(JSON.stringify(describeError(error))).not.toContain('hunter2');
  });
});
