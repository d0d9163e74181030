import { QueryFailedError } from 'typeorm';
import { isTransient } from './transient-error';

const failed = (code: string) => new QueryFailedError('SELECT', [], Object.assign(new Error('No'), { code }));

describe('isTransient', () => {
  it.each(['08006', '40P01', '40001', '53300', '57P01', '55P03', '25P02', 'ECONNRESET', 'ER_LOCK_DEADLOCK'])(
    'returns true for %s',
    (code) => {
      expect(isTransient(failed(code))).toBe(true);
    },
  );

  it.each(['23505', '22P02', '42P01', '55000', 'ENOENT'])('returns false for %s', (code) => {
    expect(isTransient(failed(code))).toBe(false);
  });

  it('returns true for connection errors without a code only', () => {
    expect(isTransient(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isTransient(new Error('timeout exceeded when trying to connect'))).toBe(true);
    expect(isTransient(new Error('No address'))).toBe(false);
    expect(isTransient('40P01')).toBe(false);
  });
});
