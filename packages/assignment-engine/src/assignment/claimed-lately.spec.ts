import { ClaimedLately } from './claimed-lately';

const candidate = (driverId: string, idleSince: number) => ({ driverId, idleSince, distanceMetres: 1 });
let lately: ClaimedLately;

beforeEach(() => {
  jest.useFakeTimers();
  lately = new ClaimedLately();
});

afterEach(() => jest.useRealTimers());

describe('drivers claimed lately', () => {
  it('are known until they come free again', () => {
    lately.add([candidate('ada', 100)]);
    expect(lately.has(candidate('ada', 100))).toBe(true);
    expect(lately.has(candidate('ada', 200))).toBe(false);
    expect(lately.has(candidate('bob', 100))).toBe(false);
  });

  it('are forgotten after five seconds, whether or not others are claimed', () => {
    lately.add([candidate('ada', 100), candidate('bob', 100)]);
    jest.advanceTimersByTime(3_000);
    lately.add([candidate('bob', 200)]);
    jest.advanceTimersByTime(2_000);
    expect(lately.has(candidate('ada', 100))).toBe(false);
    lately.add([]);
    expect(lately.has(candidate('bob', 200))).toBe(true);
  });
});
