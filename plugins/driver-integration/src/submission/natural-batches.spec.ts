import { NaturalBatches } from './natural-batches';

describe('NaturalBatches', () => {
  const controlled = () => {
    const runs: number[][] = [];
    const resolvers: (() => void)[] = [];
    const batches = new NaturalBatches<number>((items) => {
      runs.push(items);
      return new Promise((resolve) => resolvers.push(resolve));
    }, 3);
    const endRun = async () => {
      resolvers.shift()!();
      await new Promise(setImmediate);
    };
    return { batches, runs, endRun };
  };

  it('processes the first item immediately and later items in batches up to the size', async () => {
    const { batches, runs, endRun } = controlled();
    batches.add(1);
    expect(runs).toEqual([[1]]);
    [2, 3, 4, 5].forEach((item) => batches.add(item));
    await endRun();
    await endRun();
    expect(runs).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('starts a new batch for an item added after the last batch', async () => {
    const { batches, runs, endRun } = controlled();
    batches.add(1);
    await endRun();
    batches.add(2);
    expect(runs).toEqual([[1], [2]]);
    await endRun();
  });

  it('ignores an empty list', async () => {
    const { batches, runs, endRun } = controlled();
    batches.add();
    batches.add(1);
    expect(runs).toEqual([[1]]);
    await endRun();
  });

  it('stops after the current batch', async () => {
    const { batches, runs, endRun } = controlled();
    batches.add(1);
    batches.add(2);
    let stopped = false;
    const stopping = batches.stop().then(() => (stopped = true));
    await new Promise(setImmediate);
    expect(stopped).toBe(false);
    await endRun();
    await stopping;
    expect(runs).toEqual([[1]]);
  });
});
