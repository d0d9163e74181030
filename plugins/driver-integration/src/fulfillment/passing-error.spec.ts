import { QueryFailedError } from 'typeorm';
import { isPassing } from './passing-error';

const failed = (code: string) => new QueryFailedError('SELECT', [], Object.assign(new Error('No'), { code }));

describe('isPassing', () => {
  it.each(['08006', '40P01', '40001', '53300', '57P01', '55P03', '25P02', 'ECONNRESET', 'ER_LOCK_DEADLOCK'])(
    'is so of %s',
    (code) => {
      expect(isPassing(failed(code))).toBe(true);
    },
  );

  it.each(['23505', '22P02', '42P01', '55000', 'ENOENT'])('is not of %s', (code) => {
    expect(isPassing(failed(code))).toBe(false);
  });

  it('is so of a connection that breaks without a code, and of nothing else without one', () => {
    expect(isPassing(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isPassing(new Error('timeout exceeded when trying to connect'))).toBe(true);
    expect(isPassing(new Error('No address'))).toBe(false);
    expect(isPassing('40P01')).toBe(false);
  });
});
