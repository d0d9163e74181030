import type { DeliveryRecord } from '@driver-dispatch/contract';
import { createProblem } from '../problems/problem';
import { inEngine, notInEngine } from './delivery-in-engine';

const candidate = (outcome: string, statusAtAssignment: string | null) => ({
  driverId: 'ada',
  outcome,
  statusAtAssignment,
});

describe('inEngine', () => {
  it('converts events, assignments and candidates', () => {
    const record = {
      offers: [],
      state: 'ASSIGNED',
      events: [{ id: 'e1', sequence: 0, lastError: { code: 'not_found', message: 'No' } }],
      assignments: [
        {
          source: 'REDIS',
          candidates: [candidate('CHOSEN', 'AVAILABLE'), candidate('ASSIGNED_ELSEWHERE', 'BUSY')],
        },
      ],
    } as unknown as DeliveryRecord;
    const { timeline, assignments } = inEngine(record, true);
    const lastError = { code: 'NOT_FOUND', details: {}, message: 'No' };
    expect(timeline).toEqual([{ eventId: 'e1', sequence: 0, lastError }]);
    expect(assignments[0]!.source).toBe('REDIS');
    expect(assignments[0]!.candidates.map(({ outcome }) => outcome)).toEqual([
      'CHOSEN',
      'ASSIGNED_ELSEWHERE',
    ]);
  });

  it('hides all candidates and drivers with offers except the chosen driver', () => {
    const record = {
      events: [],
      offers: [
        { driverId: 'ada', driverName: 'Ada', outcome: 'declined' },
        { driverId: 'bo', driverName: 'Bo', outcome: 'accepted' },
      ],
      assignments: [{ source: 'REDIS', candidates: [candidate('CHOSEN', null), candidate('FARTHER', null)] }],
    } as unknown as DeliveryRecord;
    const { assignments, offers } = inEngine(record, false);
    expect(offers).toMatchObject([
      { driverId: null, driverName: null },
      { driverId: 'bo', driverName: 'Bo' },
    ]);
    expect(inEngine(record, true).offers[0]).toMatchObject({ driverId: 'ada', driverName: 'Ada' });
    expect(assignments[0]!.candidates).toMatchObject([
      { driverId: 'ada', outcome: 'CHOSEN' },
      { driverId: null, name: null, outcome: 'FARTHER' },
    ]);
    expect(inEngine(record, true).assignments[0]!.candidates[1]).toMatchObject({ driverId: 'ada' });
  });

  it('is empty except for the problem', () => {
    const problem = createProblem('NOT_IN_ENGINE');
    expect(notInEngine(problem)).toEqual({
      problem,
      timeline: [],
      assignments: [],
      offers: [],
      messages: [],
      failedPinAttempts: 0,
    });
  });
});
