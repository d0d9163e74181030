import { DispatchError, type SessionLocations } from '@driver-dispatch/contract/messages';
import { LocationReporter } from './location-reporter';
import type { Fix } from './location-source';
import { ServerClock } from './server-clock';

const NOW = Date.parse('2026-05-04T10:00:00.000Z');

function reporterWith(send: (locations: SessionLocations) => Promise<unknown>) {
  let emit: ((fix: Fix) => void) | undefined;
  const states: string[] = [];
  const reporter = new LocationReporter({
    source: {
      watch(onFix) {
        emit = onFix;
        return () => (emit = undefined);
      },
    },
    clock: new ServerClock(Date.now),
    send,
    onState: (state) => states.push(state),
  });
  return {
    reporter,
    states,
    move: (lat: number) => emit?.({ point: { lat, lon: 1 }, timestamp: Date.now() }),
  };
}

const pointsIn = ({ locations }: SessionLocations) => locations.map(({ point }) => point.lat);

describe('LocationReporter', () => {
  beforeEach(() => jest.useFakeTimers({ now: NOW }));
  afterEach(() => jest.useRealTimers());

  it('sends the first location at once and later ones in batches', async () => {
    const sent: number[][] = [];
    const { reporter, move } = reporterWith(async (locations) => sent.push(pointsIn(locations)));
    reporter.start();
    move(1);
    await jest.advanceTimersByTimeAsync(0);
    move(2);
    move(3);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(sent).toEqual([[1], [2, 3]]);
    reporter.stop();
  });

  it('skips locations of a driver who does not move', async () => {
    const sent: number[][] = [];
    const { reporter, move } = reporterWith(async (locations) => sent.push(pointsIn(locations)));
    reporter.start();
    move(1);
    await jest.advanceTimersByTimeAsync(5_000);
    move(1);
    await jest.advanceTimersByTimeAsync(10_000);
    move(1);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(sent).toEqual([[1], [1]]);
    reporter.stop();
  });

  it('keeps locations while there is no network, and drops refused ones', async () => {
    const sent: number[][] = [];
    const errors = [new DispatchError('unreachable', ''), new DispatchError('invalid_message', '')];
    const { reporter, move } = reporterWith(async (locations) => {
      sent.push(pointsIn(locations));
      const error = errors.shift();
      if (error) {
        throw error;
      }
    });
    reporter.start();
    move(1);
    await jest.advanceTimersByTimeAsync(5_000);
    move(2);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(sent).toEqual([[1], [1], [2]]);
    reporter.stop();
  });

  it('reports nothing after the duty has ended', async () => {
    const sent: number[][] = [];
    const { reporter, move, states } = reporterWith(async (locations) => sent.push(pointsIn(locations)));
    reporter.start();
    move(1);
    await jest.advanceTimersByTimeAsync(0);
    move(2);
    reporter.stop();
    move(3);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(sent).toEqual([[1]]);
    expect(states).toEqual(['searching', 'active', 'active', 'off']);
  });
});
