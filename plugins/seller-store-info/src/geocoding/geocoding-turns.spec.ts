import { GeocodingTurns, TooManyLookupsError } from './geocoding-turns';

/** A lookup that ends when a test says so. */
function lookup() {
  let end!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const started = jest.fn(() => ended);
  return { run: started, started, end };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('GeocodingTurns', () => {
  it('lets a checkout pass visitors who wait', async () => {
    const turns = new GeocodingTurns(60_000);
    const [first, second, checkout] = [lookup(), lookup(), lookup()];
    const visits = [turns.visitor(first.run), turns.visitor(second.run)];
    const bought = turns.checkout(checkout.run);
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

  it('refuses a visitor who would wait too long, or behind too many', async () => {
    const patient = new GeocodingTurns(60_000);
    const slow = lookup();
    const visits = Array.from({ length: 21 }, () => patient.visitor(slow.run));
    await expect(patient.visitor(slow.run)).rejects.toThrow(TooManyLookupsError);
    slow.end();
    await Promise.all(visits);

    const turns = new GeocodingTurns(1);
    const checkout = lookup();
    const bought = turns.checkout(checkout.run);
    await expect(turns.visitor(slow.run)).rejects.toThrow(TooManyLookupsError);
    checkout.end();
    await bought;
  });
});
