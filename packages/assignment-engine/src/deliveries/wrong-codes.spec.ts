import { wrongCodesOf } from './wrong-codes';

const limits = { maxWrongCodes: 3, wrongCodesLockSeconds: 60 };
const at = new Date('2026-05-04T10:00:00Z');
const read = (wrongCodes: number, secondsAgo: number) =>
  wrongCodesOf({ wrongCodes, wrongCodeAt: at }, limits, at.getTime() + secondsAgo * 1_000);

describe('wrongCodesOf', () => {
  it('counts those of lately, and tells until when none is taken', () => {
    expect(read(2, 59)).toEqual({ wrongCodes: 2, codeLockedUntil: null });
    expect(read(3, 59)).toEqual({ wrongCodes: 3, codeLockedUntil: new Date('2026-05-04T10:01:00Z') });
  });

  it('forgets them once the time has passed', () => {
    expect(read(3, 60)).toEqual({ wrongCodes: 0, codeLockedUntil: null });
  });

  it('has none of a delivery whose driver has told none', () => {
    expect(wrongCodesOf({ wrongCodes: 0, wrongCodeAt: null }, limits)).toEqual({
      ...{ wrongCodes: 0, codeLockedUntil: null },
    });
  });
});
