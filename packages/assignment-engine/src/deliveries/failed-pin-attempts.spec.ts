import { getFailedPinAttempts } from './failed-pin-attempts';

const limits = { maxFailedPinAttempts: 3, failedPinAttemptsLockSeconds: 60 };
const at = new Date('2026-05-04T10:00:00Z');
const read = (failedPinAttempts: number, secondsAgo: number) =>
  getFailedPinAttempts({ failedPinAttempts, lastFailedPinAt: at }, limits, at.getTime() + secondsAgo * 1_000);

describe('getFailedPinAttempts', () => {
  it('returns recent failed PIN attempts and the end of the lock', () => {
    expect(read(2, 59)).toEqual({ failedPinAttempts: 2, pinLockedUntil: null });
    expect(read(3, 59)).toEqual({ failedPinAttempts: 3, pinLockedUntil: new Date('2026-05-04T10:01:00Z') });
  });

  it('returns 0 after the lock time', () => {
    expect(read(3, 60)).toEqual({ failedPinAttempts: 0, pinLockedUntil: null });
  });

  it('returns 0 for a delivery without failed PIN attempts', () => {
    expect(getFailedPinAttempts({ failedPinAttempts: 0, lastFailedPinAt: null }, limits)).toEqual({
      failedPinAttempts: 0,
      pinLockedUntil: null,
    });
  });
});
