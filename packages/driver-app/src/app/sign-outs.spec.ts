import { DispatchError } from '@driver-dispatch/contract/messages';
import { SignOuts } from './sign-outs';

describe('SignOuts on a device with a full storage', () => {
  const requests: string[] = [];
  const states: boolean[] = [];
  let isOnline: boolean;
  let signOuts: SignOuts;

  beforeEach(() => {
    jest.useFakeTimers();
    requests.length = states.length = 0;
    signOuts = new SignOuts({
      database: {
        get: async () => undefined,
        set: async () => {
          throw new DOMException('Full', 'QuotaExceededError');
        },
      },
      signOut: async (token) => {
        requests.push(token);
        if (!isOnline) {
          throw new DispatchError('unreachable', '');
        }
      },
      onUnstored: (isUnstored) => states.push(isUnstored),
    });
  });
  afterEach(() => jest.useRealTimers());

  it('ends the session at once', async () => {
    isOnline = true;
    await signOuts.end('a');
    expect(requests).toEqual(['a']);
    expect(states).toEqual([false]);
  });

  it('says that the session is not ended, and retries while the app is open', async () => {
    isOnline = false;
    await signOuts.end('a');
    await jest.advanceTimersByTimeAsync(30_000);
    expect(states).toEqual([true, true]);
    isOnline = true;
    await signOuts.endRemaining();
    expect(states).toEqual([true, true, false]);
    await jest.advanceTimersByTimeAsync(120_000);
    expect(requests).toEqual(['a', 'a', 'a']);
  });
});
