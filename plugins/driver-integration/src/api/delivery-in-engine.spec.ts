import type { DeliveryRecord } from '@driver-dispatch/contract';
import { inEngine, notInEngine } from './delivery-in-engine';

const considered = (outcome: string, statusThen: string | null) => ({ driverId: 'ada', outcome, statusThen });

describe('inEngine', () => {
  it('says of each driver in words why', () => {
    const record = {
      state: 'ASSIGNED',
      events: [{ id: 'e1', sequence: 0 }],
      assignments: [
        {
          source: 'redis',
          considered: [
            considered('chosen', 'AVAILABLE'),
            considered('given_elsewhere', 'BUSY'),
            considered('farther', 'AVAILABLE'),
            considered('refused', 'OFFLINE'),
            considered('refused', 'AVAILABLE'),
          ],
        },
      ],
    } as unknown as DeliveryRecord;
    const { timeline, assignments } = inEngine(record, true);
    expect(timeline).toEqual([{ eventId: 'e1', sequence: 0 }]);
    expect(assignments[0]!.source).toBe('REDIS');
    expect(assignments[0]!.considered.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['CHOSEN', 'Chosen'],
      ['GIVEN_ELSEWHERE', expect.stringMatching(/nearer/)],
      ['FARTHER', expect.stringMatching(/Farther/)],
      ['REFUSED', 'Not to be had: OFFLINE'],
      ['REFUSED', expect.stringMatching(/elsewhere/)],
    ]);
  });

  it('names nobody but the chosen driver where the others are not to be known', () => {
    const record = {
      events: [],
      assignments: [
        { source: 'redis', considered: [considered('chosen', null), considered('farther', null)] },
      ],
    } as unknown as DeliveryRecord;
    const { assignments } = inEngine(record, false);
    expect(assignments[0]!.considered).toMatchObject([
      { driverId: 'ada', outcome: 'CHOSEN' },
      { driverId: null, name: null, outcome: 'FARTHER' },
    ]);
    expect(inEngine(record, true).assignments[0]!.considered[1]).toMatchObject({ driverId: 'ada' });
  });

  it('is empty with a problem where the engine can not tell', () => {
    expect(notInEngine('Away')).toEqual({
      problem: 'Away',
      timeline: [],
      assignments: [],
      failedPinAttempts: 0,
    });
  });
});
