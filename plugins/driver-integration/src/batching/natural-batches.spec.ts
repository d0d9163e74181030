import { NaturalBatches } from './natural-batches';

describe('NaturalBatches', () => {
  const controlled = () => {
    const batches: number[][] = [];
    const ends: (() => void)[] = [];
    const natural = new NaturalBatches<number>((items) => {
      batches.push(items);
      return new Promise((resolve) => ends.push(resolve));
    }, 3);
    const end = async () => {
      ends.shift()!();
      await new Promise(setImmediate);
    };
    return { natural, batches, end };
  };

  it('processes the first item at once and later items in batches up to the size', async () => {
    const { natural, batches, end } = controlled();
    natural.add(1);
    expect(batches).toEqual([[1]]);
    [2, 3, 4, 5].forEach((item) => natural.add(item));
    await end();
    await end();
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('starts again for an item added after the last batch', async () => {
    const { natural, batches, end } = controlled();
    natural.add(1);
    await end();
    natural.add(2);
    expect(batches).toEqual([[1], [2]]);
    await end();
  });

  it('is not blocked by an empty list', async () => {
    const { natural, batches, end } = controlled();
    natural.add();
    natural.add(1);
    expect(batches).toEqual([[1]]);
    await end();
  });

  it('stops after the current batch', async () => {
    const { natural, batches, end } = controlled();
    natural.add(1);
    natural.add(2);
    let stopped = false;
    const stopping = natural.stop().then(() => (stopped = true));
    await new Promise(setImmediate);
    expect(stopped).toBe(false);
    await end();
    await stopping;
    expect(batches).toEqual([[1]]);
  });
});
