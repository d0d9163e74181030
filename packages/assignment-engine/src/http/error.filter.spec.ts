import { DispatchError } from '@driver-dispatch/contract';
import type { ArgumentsHost } from '@nestjs/common';
import type { EngineLogger } from '../observability/create-logger';
import { ErrorFilter } from './error.filter';

/** The header `retry-after` of the response to an error. */
function getRetryAfter(error: unknown): string | undefined {
  const headers: Record<string, string> = {};
  const reply = {
    header: (name: string, value: string) => (headers[name] = value),
    status: () => ({ send: () => undefined }),
  };
  const logger = { log: () => undefined } as unknown as EngineLogger;
  const host = { switchToHttp: () => ({ getResponse: () => reply }) } as ArgumentsHost;
  new ErrorFilter(logger).catch(error, host);
  return headers['retry-after'];
}

describe('retry-after', () => {
  it('equals the value of the error', () => {
    expect(getRetryAfter(new DispatchError('rate_limited', 'no', { retryAfterSeconds: 4 }))).toBe('4');
    expect(getRetryAfter(new DispatchError('unreachable', 'no', { retryAfterSeconds: 9 }))).toBe('9');
  });

  it('defaults to two seconds for a retryable error', () => {
    expect(getRetryAfter(new DispatchError('rate_limited', 'no'))).toBe('2');
    expect(getRetryAfter(new DispatchError('database_unavailable', 'no'))).toBe('2');
  });

  it('is absent for an error that is not retryable', () => {
    expect(getRetryAfter(new DispatchError('invalid_message', 'no'))).toBeUndefined();
    expect(getRetryAfter(new Error('no'))).toBeUndefined();
  });
});
