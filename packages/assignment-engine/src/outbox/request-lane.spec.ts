import type { LeasedEvent } from './leased-event';
import { RequestLane, type LaneOptions } from './request-lane';

const events = (count: number) => Array.from({ length: count }, (_, i) => ({ id: String(i) }) as LeasedEvent);

/** A lane with pending requests. `endFirst` ends the oldest one. */
function createLane(options: Partial<LaneOptions> = {}) {
  const requests: string[][] = [];
  const released: string[] = [];
  const ends: (() => void)[] = [];
  const lane = new RequestLane(
    { requests: 2, eventsPerRequest: 3, staleMs: () => 1_000, ...options },
    (sent) => {
      requests.push(sent.map(({ id }) => id));
      return new Promise((resolve) => ends.push(resolve));
    },
    (stale) => released.push(...stale.map(({ id }) => id)),
  );
  const add = (...added: LeasedEvent[]) => {
    added.forEach((event) => lane.add(event));
    lane.start();
  };
  return { lane, requests, released, add, endFirst: () => ends.shift()!() };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('RequestLane', () => {
  it('limits the concurrent requests and sends the next when one has ended', async () => {
    const { lane, requests, add, endFirst } = createLane();
    add(...events(8));
    expect(requests).toEqual([
      ['0', '1', '2'],
      ['3', '4', '5'],
    ]);
    expect([lane.full, lane.load]).toEqual([true, 4]);
    endFirst();
    await jest.advanceTimersByTimeAsync(0);
    expect(requests.at(-1)).toEqual(['6', '7']);
  });

  it('with a pace sends the first event at once and later ones in a batch', async () => {
    const { requests, add, endFirst } = createLane({ paceMs: 10 });
    const [a, b, c] = events(3) as [LeasedEvent, LeasedEvent, LeasedEvent];
    add(a);
    add(b);
    await jest.advanceTimersByTimeAsync(50);
    expect(requests).toEqual([['0']]);
    add(c);
    endFirst();
    await jest.advanceTimersByTimeAsync(0);
    expect(requests).toEqual([['0'], ['1', '2']]);
  });

  it('with a pace delays the next request although the last one has ended', async () => {
    const { requests, add, endFirst } = createLane({ paceMs: 10 });
    const [a, b] = events(2) as [LeasedEvent, LeasedEvent];
    add(a);
    endFirst();
    await jest.advanceTimersByTimeAsync(5);
    add(b);
    expect(requests).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(5);
    expect(requests).toEqual([['0'], ['1']]);
  });

  it('with a pace does not wait for a slow request', async () => {
    const { requests, add } = createLane({ paceMs: 10 });
    const [a, b] = events(2) as [LeasedEvent, LeasedEvent];
    add(a);
    add(b);
    await jest.advanceTimersByTimeAsync(99);
    expect(requests).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(requests).toHaveLength(2);
  });

  it('releases events that have waited longer than the limit', async () => {
    const { requests, released, add, endFirst } = createLane({ requests: 1, eventsPerRequest: 1 });
    add(...events(3));
    await jest.advanceTimersByTimeAsync(1_001);
    endFirst();
    await jest.advanceTimersByTimeAsync(0);
    expect([requests, released]).toEqual([[['0']], ['1', '2']]);
  });

  it('returns the waiting events on drain and does not send them', async () => {
    const { lane, requests, add, endFirst } = createLane({ requests: 1 });
    add(...events(5));
    expect(lane.drain().map(({ id }) => id)).toEqual(['3', '4']);
    endFirst();
    await jest.advanceTimersByTimeAsync(0);
    expect(requests).toHaveLength(1);
  });
});
