import type { DeliveryRecord } from '@driver-dispatch/contract';
import { inEngine, notInEngine } from './delivery-in-engine';

const candidate = (outcome: string, statusAtAssignment: string | null) => ({
  driverId: 'ada',
  outcome,
  statusAtAssignment,
});

describe('inEngine', () => {
  it('explains the outcome of each candidate', () => {
    const record = {
      state: 'ASSIGNED',
      events: [{ id: 'e1', sequence: 0 }],
      assignments: [
        {
          source: 'redis',
          candidates: [
            candidate('chosen', 'AVAILABLE'),
            candidate('assigned_elsewhere', 'BUSY'),
            candidate('farther', 'AVAILABLE'),
            candidate('ineligible', 'OFFLINE'),
            candidate('ineligible', 'AVAILABLE'),
          ],
        },
      ],
    } as unknown as DeliveryRecord;
    const { timeline, assignments } = inEngine(record, true);
    expect(timeline).toEqual([{ eventId: 'e1', sequence: 0 }]);
    expect(assignments[0]!.source).toBe('REDIS');
    expect(assignments[0]!.candidates.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['CHOSEN', 'Chosen'],
      ['ASSIGNED_ELSEWHERE', expect.stringMatching(/nearer/)],
      ['FARTHER', expect.stringMatching(/Farther/)],
      ['INELIGIBLE', 'Ineligible: OFFLINE'],
      ['INELIGIBLE', expect.stringMatching(/claimed/)],
    ]);
  });

  it('hides all candidates except the chosen driver', () => {
    const record = {
      events: [],
      assignments: [{ source: 'redis', candidates: [candidate('chosen', null), candidate('farther', null)] }],
    } as unknown as DeliveryRecord;
    const { assignments } = inEngine(record, false);
    expect(assignments[0]!.candidates).toMatchObject([
      { driverId: 'ada', outcome: 'CHOSEN' },
      { driverId: null, name: null, outcome: 'FARTHER' },
    ]);
    expect(inEngine(record, true).assignments[0]!.candidates[1]).toMatchObject({ driverId: 'ada' });
  });

  it('is empty except for the problem', () => {
    expect(notInEngine('Unavailable')).toEqual({
      problem: 'Unavailable',
      timeline: [],
      assignments: [],
      failedPinAttempts: 0,
    });
  });
});
