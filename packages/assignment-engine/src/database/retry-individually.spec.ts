import { retryIndividually } from './retry-individually';

/** Work that fails with an error for every batch that contains 13. */
function workFailing(error: Error & { code?: string }) {
  const batches: number[][] = [];
  const work = retryIndividually<number, number>(async (items) => {
    batches.push(items);
    if (items.includes(13)) {
      throw error;
    }
    return items;
  });
  const outcomes = async (items: number[]) =>
    (await Promise.allSettled(await work(items))).map(({ status }) => status);
  return { batches, work, outcomes };
}

const failing = (code: string) => Object.assign(new Error(code), { code });

describe('retryIndividually', () => {
  it.each([
    ['invalid', '22021'],
    ['locked', '55P03'],
  ])('completes the other items when one is %s', async (_, code) => {
    const { batches, outcomes } = workFailing(failing(code));
    expect(await outcomes([1, 13, 2])).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(batches).toEqual([[1, 13, 2], [1], [13], [2]]);
  });

  it('does not retry while PostgreSQL is unavailable', async () => {
    const { batches, work } = workFailing(failing('57P01'));
    await expect(work([1, 13])).rejects.toThrow('57P01');
    expect(batches).toEqual([[1, 13]]);
  });
});
