import { DispatchError } from '@driver-dispatch/contract';
import type { ArgumentsHost } from '@nestjs/common';
import type { EngineLogger } from '../logging/create-logger';
import { ErrorFilter } from './error.filter';

/** The header `retry-after` that an error is answered with. */
function retryAfterOf(error: unknown): string | undefined {
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
  it('is what the error says', () => {
    expect(retryAfterOf(new DispatchError('rate_limited', 'no', { retryAfterSeconds: 4 }))).toBe('4');
    expect(retryAfterOf(new DispatchError('unreachable', 'no', { retryAfterSeconds: 9 }))).toBe('9');
  });

  it('is two seconds where an error that passes does not say', () => {
    expect(retryAfterOf(new DispatchError('rate_limited', 'no'))).toBe('2');
    expect(retryAfterOf(new DispatchError('database_unavailable', 'no'))).toBe('2');
  });

  it('is not there where coming again is of no use', () => {
    expect(retryAfterOf(new DispatchError('invalid_message', 'no'))).toBeUndefined();
    expect(retryAfterOf(new Error('no'))).toBeUndefined();
  });
});
