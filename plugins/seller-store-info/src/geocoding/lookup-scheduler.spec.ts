import { LookupScheduler, TooManyLookupsError } from './lookup-scheduler';

/** A lookup that ends when the test calls `end`. */
function lookup() {
  let end!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const started = jest.fn(() => ended);
  return { run: started, started, end };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('LookupScheduler', () => {
  it('runs a checkout lookup before waiting visitor lookups', async () => {
    const scheduler = new LookupScheduler(60_000);
    const [first, second, checkout] = [lookup(), lookup(), lookup()];
    const visits = [scheduler.visitor(first.run), scheduler.visitor(second.run)];
    const bought = scheduler.checkout(checkout.run);
    await settled();
    expect([first, second, checkout].map(({ started }) => started.mock.calls.length)).toEqual([1, 0, 1]);
    first.end();
    await visits[0];
    await settled();
    expect(second.started).not.toHaveBeenCalled();
    checkout.end();
    await bought;
    await settled();
    expect(second.started).toHaveBeenCalledTimes(1);
    second.end();
    await visits[1];
  });

  it('rejects a visitor lookup after the maximum wait or beyond the maximum queue length', async () => {
    const slowScheduler = new LookupScheduler(60_000);
    const slow = lookup();
    const visits = Array.from({ length: 21 }, () => slowScheduler.visitor(slow.run));
    await expect(slowScheduler.visitor(slow.run)).rejects.toThrow(TooManyLookupsError);
    slow.end();
    await Promise.all(visits);

    const scheduler = new LookupScheduler(1);
    const checkout = lookup();
    const bought = scheduler.checkout(checkout.run);
    await expect(scheduler.visitor(slow.run)).rejects.toThrow(TooManyLookupsError);
    checkout.end();
    await bought;
  });
});
