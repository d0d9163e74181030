import { submissionBackoff } from './submission-backoff';

describe('submissionBackoff', () => {
  it('doubles from 1 s to 60 s', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((attempt) => submissionBackoff('any', attempt));
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });
});
