import { DataAge } from './data-age';

const START = 1_000_000;
const query = (dataUpdatedAt: number, queryHash = 'deliveries') => ({ queryHash, dataUpdatedAt });

/** Checks every second from START, and returns the results. */
function checkFor(seconds: number, at: (now: number) => ReturnType<typeof query>[], age = new DataAge()) {
  return Array.from({ length: seconds + 1 }, (_, second) => {
    const now = START + second * 1_000;
    return age.check(at(now), now);
  });
}

describe('DataAge', () => {
  it('accepts data that is refreshed', () => {
    expect(checkFor(60, (now) => [query(now - 3_000)])).not.toContainEqual(expect.any(Number));
  });

  it('reports the time of the oldest response after 10 seconds without one', () => {
    const results = checkFor(20, (now) => [query(START), query(START - 1_000, 'tiles'), query(now, 'map')]);
    expect(results.slice(0, 11)).toEqual(Array(11).fill(undefined));
    expect(results.at(-1)).toBe(START - 1_000);
  });

  it('reports the time of the first request if there was no response', () => {
    expect(checkFor(11, () => [query(0)]).at(-1)).toBe(START);
  });

  it('gives a page with cached data, or a tab that was hidden, time for a response', () => {
    const age = new DataAge();
    expect(age.check([query(START - 60_000)], START)).toBeUndefined();
    expect(age.check([query(START - 60_000)], START + 60_000)).toBeUndefined();
  });
});
