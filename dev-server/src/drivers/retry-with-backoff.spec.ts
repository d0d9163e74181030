import { DispatchError } from '@driver-dispatch/contract';
import { retryWithBackoff } from './retry-with-backoff';

describe('retryWithBackoff', () => {
  const neverAborted = new AbortController().signal;

  it('retries a request after a retryable error', async () => {
    let calls = 0;
    const result = await retryWithBackoff(async () => {
      calls += 1;
      if (calls < 3) {
        throw new DispatchError('database_unavailable', 'not now');
      }
      return 'done';
    }, neverAborted);
    expect([result, calls]).toEqual(['done', 3]);
  });

  it('does not retry a request after another error', async () => {
    const request = jest.fn().mockRejectedValue(new DispatchError('illegal_transition', 'no'));
    await expect(retryWithBackoff(request, neverAborted)).rejects.toMatchObject({
      code: 'illegal_transition',
    });
    expect(request).toHaveBeenCalledTimes(1);
  });

  it('stops retrying when the signal is aborted', async () => {
    const abort = new AbortController();
    const request = () => Promise.reject(new DispatchError('unreachable', 'gone'));
    const result = retryWithBackoff(request, abort.signal);
    abort.abort();
    await expect(result).rejects.toMatchObject({ name: 'AbortError' });
  });
});
