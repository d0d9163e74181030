import { DispatchError } from '@driver-dispatch/contract';
import { retryWithBackoff } from './retry-with-backoff';

describe('retryWithBackoff', () => {
  const never = new AbortController().signal;

  it('repeats a request after a retryable error', async () => {
    let tries = 0;
    const result = await retryWithBackoff(async () => {
      tries += 1;
      if (tries < 3) {
        throw new DispatchError('database_unavailable', 'not now');
      }
      return 'done';
    }, never);
    expect([result, tries]).toEqual(['done', 3]);
  });

  it('does not repeat a request after another error', async () => {
    const request = jest.fn().mockRejectedValue(new DispatchError('illegal_transition', 'no'));
    await expect(retryWithBackoff(request, never)).rejects.toMatchObject({ code: 'illegal_transition' });
    expect(request).toHaveBeenCalledTimes(1);
  });

  it('stops when it is aborted', async () => {
    const abort = new AbortController();
    const request = () => Promise.reject(new DispatchError('unreachable', 'gone'));
    const tries = retryWithBackoff(request, abort.signal);
    abort.abort();
    await expect(tries).rejects.toMatchObject({ name: 'AbortError' });
  });
});
