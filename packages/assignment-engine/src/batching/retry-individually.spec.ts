import { retryIndividually } from './retry-individually';

/** Work that fails like this for every batch with a 13 in it. */
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

describe('each on its own merits', () => {
  it.each([
    ['can not be done', '22021'],
    ['finds its row held by another', '55P03'],
  ])('one that %s spoils no other', async (_, code) => {
    const { batches, outcomes } = workFailing(failing(code));
    expect(await outcomes([1, 13, 2])).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(batches).toEqual([[1, 13, 2], [1], [13], [2]]);
  });

  it('a PostgreSQL that is away is asked once for all', async () => {
    const { batches, work } = workFailing(failing('57P01'));
    await expect(work([1, 13])).rejects.toThrow('57P01');
    expect(batches).toEqual([[1, 13]]);
  });
});
