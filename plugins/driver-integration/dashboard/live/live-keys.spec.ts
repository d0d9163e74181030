import { isFast, isSlow, LIVE_KEY, toLiveListKey } from './live-keys';

describe('toLiveListKey', () => {
  const keyFor = (term: string) => toLiveListKey(['list', { page: 1 }, term], 'week');

  it('marks a list as live', () => {
    expect(keyFor('')).toEqual(['list', { page: 1 }, '', 'week', LIVE_KEY]);
    expect(isFast(keyFor(''))).toBe(true);
  });

  it('marks a search as live and slow', () => {
    expect(keyFor('zoe')).toContain(LIVE_KEY);
    expect(isSlow(keyFor('zoe'))).toBe(true);
    expect(isFast(keyFor('zoe'))).toBe(false);
  });
});
