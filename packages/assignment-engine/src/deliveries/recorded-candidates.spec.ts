import { recordedCandidates } from './recorded-candidates';

const people = {
  ada: { name: 'Ada', status: 'BUSY' as const },
  ben: { name: 'Ben', status: 'AVAILABLE' as const },
  cem: { name: 'Cem', status: 'OFFLINE' as const },
};

describe('recordedCandidates', () => {
  it('tells whose turn it was, who was nearer and went elsewhere, and who stood farther away', () => {
    const candidates = [
      { driverId: 'ada', distanceMetres: 10 },
      { driverId: 'ben', distanceMetres: 20 },
      { driverId: 'dan', distanceMetres: 30 },
    ];
    expect(recordedCandidates({ source: 'redis', refused: [], candidates }, 'ben', people)).toEqual([
      { driverId: 'ada', name: 'Ada', distanceMetres: 10, outcome: 'given_elsewhere', statusThen: 'BUSY' },
      { driverId: 'ben', name: 'Ben', distanceMetres: 20, outcome: 'chosen', statusThen: 'AVAILABLE' },
      { driverId: 'dan', name: null, distanceMetres: 30, outcome: 'farther', statusThen: null },
    ]);
  });

  it('tells who was refused, and how the driver was then', () => {
    const decision = {
      source: 'postgres' as const,
      refused: ['cem'],
      candidates: [{ driverId: 'ben', distanceMetres: 20 }],
    };
    expect(recordedCandidates(decision, 'ben', people)[1]).toEqual({
      driverId: 'cem',
      name: 'Cem',
      distanceMetres: null,
      outcome: 'refused',
      statusThen: 'OFFLINE',
    });
  });

  it('takes all who are on record for nearer when the chosen one is not among them', () => {
    const candidates = [{ driverId: 'ada', distanceMetres: 10 }];
    const [nearer] = recordedCandidates({ source: 'redis', refused: [], candidates }, 'zoe', people);
    expect(nearer).toMatchObject({ outcome: 'given_elsewhere' });
  });
});
