import { wrongCodesOf } from './failed-pin-attempts';

const limits = { maxFailedPinAttempts: 3, wrongCodesLockSeconds: 60 };
const at = new Date('2026-05-04T10:00:00Z');
const read = (failedPinAttempts: number, secondsAgo: number) =>
  wrongCodesOf({ failedPinAttempts, wrongCodeAt: at }, limits, at.getTime() + secondsAgo * 1_000);

describe('wrongCodesOf', () => {
  it('counts those of lately, and tells until when none is taken', () => {
    expect(read(2, 59)).toEqual({ failedPinAttempts: 2, codeLockedUntil: null });
    expect(read(3, 59)).toEqual({ failedPinAttempts: 3, codeLockedUntil: new Date('2026-05-04T10:01:00Z') });
  });

  it('forgets them once the time has passed', () => {
    expect(read(3, 60)).toEqual({ failedPinAttempts: 0, codeLockedUntil: null });
  });

  it('has none of a delivery whose driver has told none', () => {
    expect(wrongCodesOf({ failedPinAttempts: 0, wrongCodeAt: null }, limits)).toEqual({
      failedPinAttempts: 0, codeLockedUntil: null,
    });
  });
});
