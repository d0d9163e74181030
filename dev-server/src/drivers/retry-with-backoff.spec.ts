import { DispatchError } from '@driver-dispatch/contract';
import { patiently } from './retryWithBackoff';

describe('retryWithBackoff', () => {
  const never = new AbortController().signal;

  it('tries again after an error that may pass', async () => {
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

  it('gives up at once on an error that stays', async () => {
    const request = jest.fn().mockRejectedValue(new DispatchError('illegal_transition', 'no'));
    await expect(retryWithBackoff(request, never)).rejects.toMatchObject({ code: 'illegal_transition' });
    expect(request).toHaveBeenCalledTimes(1);
  });

  it('stops trying when it is aborted', async () => {
    const abort = new AbortController();
    const tries = retryWithBackoff(() => Promise.reject(new DispatchError('unreachable', 'gone')), abort.signal);
    abort.abort();
    await expect(tries).rejects.toMatchObject({ name: 'AbortError' });
  });
});
