import { recordedCandidates } from './recorded-candidates';

const drivers = {
  ada: { name: 'Ada', status: 'BUSY' as const },
  ben: { name: 'Ben', status: 'AVAILABLE' as const },
  cem: { name: 'Cem', status: 'OFFLINE' as const },
};

describe('recordedCandidates', () => {
  it('marks the chosen driver, nearer unavailable drivers and farther drivers', () => {
    const candidates = [
      { driverId: 'ada', distanceMetres: 10 },
      { driverId: 'ben', distanceMetres: 20 },
      { driverId: 'dan', distanceMetres: 30 },
    ];
    expect(recordedCandidates({ source: 'REDIS', refused: [], candidates }, 'ben', drivers)).toEqual([
      {
        driverId: 'ada',
        name: 'Ada',
        distanceMetres: 10,
        outcome: 'ASSIGNED_ELSEWHERE',
        statusAtAssignment: 'BUSY',
        reason: null,
      },
      {
        driverId: 'ben',
        name: 'Ben',
        distanceMetres: 20,
        outcome: 'CHOSEN',
        statusAtAssignment: 'AVAILABLE',
        reason: null,
      },
      {
        driverId: 'dan',
        name: null,
        distanceMetres: 30,
        outcome: 'FARTHER',
        statusAtAssignment: null,
        reason: null,
      },
    ]);
  });

  it('marks ineligible drivers with their status at the assignment', () => {
    const decision = {
      source: 'POSTGRES' as const,
      refused: ['cem'],
      candidates: [{ driverId: 'ben', distanceMetres: 20 }],
    };
    expect(recordedCandidates(decision, 'ben', drivers)[1]).toEqual({
      driverId: 'cem',
      name: 'Cem',
      distanceMetres: null,
      outcome: 'INELIGIBLE',
      statusAtAssignment: 'OFFLINE',
      reason: null,
    });
  });

  it('lists drivers who did not meet the requirements, each once, with the reason', () => {
    const decision = {
      source: 'REDIS' as const,
      refused: ['cem'],
      candidates: [{ driverId: 'ben', distanceMetres: 20 }],
      skipped: [
        { driverId: 'ada', distanceMetres: 10, reason: 'missing_tag' as const },
        { driverId: 'cem', distanceMetres: 15, reason: 'load_capacity' as const },
      ],
    };
    const outcomes = recordedCandidates(decision, 'ben', drivers);
    expect(outcomes.map(({ driverId, outcome, reason }) => [driverId, outcome, reason])).toEqual([
      ['ben', 'CHOSEN', null],
      ['ada', 'INELIGIBLE', 'missing_tag'],
      ['cem', 'INELIGIBLE', 'load_capacity'],
    ]);
  });

  it('treats all candidates as nearer when the chosen driver is not among them', () => {
    const candidates = [{ driverId: 'ada', distanceMetres: 10 }];
    const [nearer] = recordedCandidates({ source: 'REDIS', refused: [], candidates }, 'zoe', drivers);
    expect(nearer).toMatchObject({ outcome: 'ASSIGNED_ELSEWHERE' });
  });
});
