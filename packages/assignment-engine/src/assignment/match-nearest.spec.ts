import fc from 'fast-check';
import type { Candidate } from './candidate';
import { matchNearest, matchOldest } from './match-nearest';

const candidate = (driverId: string, distanceMetres: number, idleSince = 0): Candidate => ({
  driverId,
  distanceMetres,
  idleSince,
});
const pairs = (proposals: ReturnType<typeof matchNearest>) =>
  Object.fromEntries(proposals.map((proposal) => [proposal.deliveryId, proposal.candidate.driverId]));

describe('matchNearest', () => {
  it('assigns a contested driver to the nearer delivery and the next candidate to the other', () => {
    const proposals = matchNearest([
      { deliveryId: 'old', candidates: [candidate('a', 200), candidate('b', 900)] },
      { deliveryId: 'new', candidates: [candidate('a', 100), candidate('b', 950)] },
    ]);
    expect(pairs(proposals)).toEqual({ new: 'a', old: 'b' });
  });

  it('assigns a driver at equal distances to the older delivery', () => {
    const proposals = matchNearest([
      { deliveryId: 'old', candidates: [candidate('a', 100.2)] },
      { deliveryId: 'new', candidates: [candidate('a', 99.9)] },
    ]);
    expect(pairs(proposals)).toEqual({ old: 'a' });
  });

  it('prefers at equal distances the longest idle driver, then the lower id', () => {
    const near = [candidate('c', 100, 5), candidate('b', 100, 3), candidate('a', 100, 5)];
    expect(pairs(matchNearest([{ deliveryId: 'x', candidates: near }]))).toEqual({ x: 'b' });
    const tied = [candidate('c', 100, 5), candidate('a', 100, 5)];
    expect(pairs(matchNearest([{ deliveryId: 'x', candidates: tied }]))).toEqual({ x: 'a' });
  });

  it('assigns drivers and deliveries once and leaves no delivery with an unused candidate', () => {
    const lists = fc.array(
      fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 9 })), {
        selector: ([driver]) => driver,
        maxLength: 6,
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(lists, (candidateLists) => {
        const deliveries = candidateLists.map((list, i) => ({
          deliveryId: `d${i}`,
          candidates: list.map(([driver, metres]) => candidate(`r${driver}`, metres)),
        }));
        const proposals = matchNearest(deliveries);
        const drivers = proposals.map((proposal) => proposal.candidate.driverId);
        const assigned = proposals.map((proposal) => proposal.deliveryId);
        expect(new Set(drivers).size).toBe(drivers.length);
        expect(new Set(assigned).size).toBe(assigned.length);
        for (const { deliveryId, candidates } of deliveries) {
          if (!assigned.includes(deliveryId)) {
            expect(candidates.filter(({ driverId }) => !drivers.includes(driverId))).toEqual([]);
          }
        }
      }),
    );
  });
});

describe('matchOldest', () => {
  it('assigns a contested driver to the older delivery and the next candidate to the other', () => {
    const proposals = matchOldest([
      { deliveryId: 'old', candidates: [candidate('a', 900)] },
      { deliveryId: 'new', candidates: [candidate('a', 100), candidate('b', 150)] },
    ]);
    expect(pairs(proposals)).toEqual({ old: 'a', new: 'b' });
  });
});
