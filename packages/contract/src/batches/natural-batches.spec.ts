import { NaturalBatches } from './natural-batches';

/** Waits until the pending microtasks have run. */
const flush = () => new Promise((resolve) => setImmediate(resolve));

/** Creates batches whose oldest running work ends when `endRun` is called. `runs` holds the items of each run. */
function controlled() {
  const runs: string[][] = [];
  const resolvers: (() => void)[] = [];
  const batches = new NaturalBatches<string, string>(
    async (items) => {
      runs.push(items);
      await new Promise<void>((resolve) => resolvers.push(resolve));
      return items.map((item) => item.toUpperCase());
    },
    { maxItems: 3 },
  );
  const endRun = async () => {
    await flush();
    resolvers.shift()!();
    await flush();
  };
  return { batches, runs, endRun };
}

describe('NaturalBatches', () => {
  it('runs the first item immediately and collects later items in order, up to the limit', async () => {
    const { batches, runs, endRun } = controlled();
    const first = batches.add('a');
    await Promise.resolve();
    const others = Promise.all(['b', 'c', 'd', 'e'].map((item) => batches.add(item)));
    await endRun();
    expect(await first).toBe('A');
    await endRun();
    await endRun();
    expect(await others).toEqual(['B', 'C', 'D', 'E']);
    expect(runs).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
  });

  it('rejects only the items of a failed batch', async () => {
    const batches = new NaturalBatches<number, number>(async (items) => {
      if (items.includes(13)) {
        throw new Error('thirteen');
      }
      return items;
    });
    const failed = Promise.allSettled([batches.add(12), batches.add(13)]);
    const [twelve, thirteen] = await failed;
    expect([twelve.status, thirteen.status]).toEqual(['rejected', 'rejected']);
    expect(await batches.add(14)).toBe(14);
  });

  it('rejects the queued items if `failsWaiting` returns true for the error', async () => {
    const runs: string[][] = [];
    const batches = new NaturalBatches<string, string>(
      async (items) => {
        runs.push(items);
        await flush();
        throw new Error('unavailable');
      },
      { maxItems: 1, failsWaiting: (error) => error instanceof Error && error.message === 'unavailable' },
    );
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((item) => batches.add(item)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(runs).toEqual([['a']]);
  });

  it('runs the next batch without waiting for a pending result of the previous batch', async () => {
    let resolveSlow = (_result: string) => undefined as void;
    const batches = new NaturalBatches<string, string>(async (items) =>
      items.map((item) => (item === 'slow' ? new Promise((resolve) => (resolveSlow = resolve)) : item)),
    );
    const slow = batches.add('slow');
    expect(await batches.add('quick')).toBe('quick');
    resolveSlow('late');
    expect(await slow).toBe('late');
  });

  it('stops after the current batch', async () => {
    const { batches, runs, endRun } = controlled();
    const first = batches.add('a');
    await flush();
    void batches.add('b');
    let stopped = false;
    const stopping = batches.stop().then(() => (stopped = true));
    await flush();
    expect(stopped).toBe(false);
    await endRun();
    await stopping;
    expect(await first).toBe('A');
    expect(runs).toEqual([['a']]);
  });
});
