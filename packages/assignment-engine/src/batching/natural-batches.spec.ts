import { setTimeout as sleep } from 'node:timers/promises';
import { NaturalBatches } from './natural-batches';

jest.mock('node:timers/promises', () => ({ setTimeout: jest.fn() }));

/** Waits for one turn of the event loop. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Batches whose work ends when `end` is called. */
function controlled() {
  const batches: string[][] = [];
  const ends: (() => void)[] = [];
  const natural = new NaturalBatches<string, string>(
    async (items) => {
      batches.push(items);
      await new Promise<void>((resolve) => ends.push(resolve));
      return items.map((item) => item.toUpperCase());
    },
    { maxItems: 3 },
  );
  const end = async () => {
    await turn();
    ends.shift()!();
    await turn();
  };
  return { natural, batches, end };
}

describe('natural batches', () => {
  it('start at once and collect later items in order, up to the limit', async () => {
    const { natural, batches, end } = controlled();
    const first = natural.add('a');
    await Promise.resolve();
    const others = Promise.all(['b', 'c', 'd', 'e'].map((item) => natural.add(item)));
    await end();
    expect(await first).toBe('A');
    await end();
    await end();
    expect(await others).toEqual(['B', 'C', 'D', 'E']);
    expect(batches).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
  });

  it('reject only the items of a failed batch', async () => {
    const natural = new NaturalBatches<number, number>(async (items) => {
      if (items.includes(13)) {
        throw new Error('thirteen');
      }
      return items;
    });
    const failed = Promise.allSettled([natural.add(12), natural.add(13)]);
    const [twelve, thirteen] = await failed;
    expect([twelve.status, thirteen.status]).toEqual(['rejected', 'rejected']);
    expect(await natural.add(14)).toBe(14);
  });

  it('reject waiting items as well if the error affects them', async () => {
    const batches: string[][] = [];
    const natural = new NaturalBatches<string, string>(
      async (items) => {
        batches.push(items);
        await turn();
        throw new Error('unavailable');
      },
      { maxItems: 1, failsWaiting: (error) => error instanceof Error && error.message === 'unavailable' },
    );
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((item) => natural.add(item)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(batches).toEqual([['a']]);
  });

  it('do not wait for a result that takes longer than its batch', async () => {
    let late = (_result: string) => undefined as void;
    const natural = new NaturalBatches<string, string>(async (items) =>
      items.map((item) => (item === 'slow' ? new Promise((resolve) => (late = resolve)) : item)),
    );
    const slow = natural.add('slow');
    expect(await natural.add('quick')).toBe('quick');
    late('at last');
    expect(await slow).toBe('at last');
  });

  it('wait for more items up to the delay, unless the batch is full', async () => {
    const batches: number[][] = [];
    const natural = new NaturalBatches<number, number>(
      async (items) => {
        batches.push(items);
        return items;
      },
      { maxItems: 2, maxDelayMs: 40 },
    );
    let wake = () => undefined as void;
    jest.mocked(sleep).mockImplementation(() => new Promise<void>((resolve) => (wake = resolve)));
    const first = natural.add(1);
    await turn();
    expect(sleep).toHaveBeenCalledWith(40);
    expect(batches).toEqual([]);
    const second = natural.add(2);
    wake();
    await Promise.all([first, second]);
    const others = [3, 4, 5, 6].map((item) => natural.add(item));
    wake();
    await Promise.all(others);
    // The last batch was full at once.
    expect(sleep).toHaveBeenCalledTimes(2);
    expect(batches).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });
});
