import { createLogger } from 'winston';
import { readEngineOptions, type EngineOptions } from '../configuration/engine-options';
import type { EventRelay } from './event-relay';
import { FirstTellings, WAITING_AT_MOST } from './first-tellings';
import type { LeasedEvent } from './outstanding-events.service';
import { FIRST_TELLINGS_AT_A_TIME, RelaysUnderWay } from './relays-under-way';

/** First tellings whose relays end when told to, with what was passed on to the job queue instead. */
function tellingsOf(relayOptions: EngineOptions['relay'] = {}) {
  const begun: string[] = [];
  const passedOn: string[] = [];
  const ends: (() => void)[] = [];
  const relay = {
    relay: (deliveryId: string) => {
      begun.push(deliveryId);
      return new Promise<void>((resolve) => ends.push(resolve));
    },
    passOn: async ({ deliveryId }: LeasedEvent) => void passedOn.push(deliveryId),
  };
  const options = readEngineOptions({ database: { url: 'postgres://localhost/none' }, relay: relayOptions });
  const logger = createLogger({ silent: true });
  const tellings = new FirstTellings(relay as unknown as EventRelay, new RelaysUnderWay(), logger, options);
  return { tellings, begun, passedOn, endAll: () => ends.splice(0).forEach((end) => end()) };
}

const events = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ deliveryId: String(i), submissionKey: 'c' }) as LeasedEvent);
const turn = () => new Promise((resolve) => setImmediate(resolve));

afterEach(() => {
  jest.restoreAllMocks();
});

describe('first tellings', () => {
  it('have room for so many, and again once those were told', async () => {
    const { tellings, begun, endAll } = tellingsOf();
    expect(tellings.leaseFor(WAITING_AT_MOST + 1)).toBeNull();
    expect(tellings.leaseFor(WAITING_AT_MOST)).toBe(20);
    tellings.tell(events(FIRST_TELLINGS_AT_A_TIME + WAITING_AT_MOST));
    expect(begun).toHaveLength(FIRST_TELLINGS_AT_A_TIME);
    expect(tellings.leaseFor(1)).toBeNull();
    endAll();
    await turn();
    expect(begun.length).toBeGreaterThan(FIRST_TELLINGS_AT_A_TIME);
    expect(tellings.leaseFor(1)).toBe(20);
  });

  it.each([
    [10, 6_000],
    [2, 1_200],
  ])(
    'leave to the job queue whom they could not begin before the lease is old: of %i s for Vendure, %i ms',
    async (timeoutSeconds, tooOldMs) => {
      const { tellings, begun, passedOn, endAll } = tellingsOf({ timeoutSeconds });
      tellings.tell(events(FIRST_TELLINGS_AT_A_TIME + 2));
      const now = performance.now();
      jest.spyOn(performance, 'now').mockImplementation(() => now + tooOldMs);
      endAll();
      await turn();
      expect(begun).toHaveLength(FIRST_TELLINGS_AT_A_TIME);
      expect(passedOn).toEqual(['64', '65']);
    },
  );

  it('end with those that have begun; the others are left to the job queue', async () => {
    const { tellings, begun, passedOn, endAll } = tellingsOf();
    tellings.tell(events(FIRST_TELLINGS_AT_A_TIME + 1));
    const ended = tellings.onApplicationShutdown();
    expect(tellings.leaseFor(1)).toBeNull();
    endAll();
    await ended;
    expect([begun.length, passedOn]).toEqual([FIRST_TELLINGS_AT_A_TIME, ['64']]);
  });

  it('are none where this process is not to tell', () => {
    expect(tellingsOf({ enabled: false }).tellings.leaseFor(1)).toBeNull();
  });
});
