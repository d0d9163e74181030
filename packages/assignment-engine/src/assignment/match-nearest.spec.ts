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
  it('gives a contested driver to the nearer delivery, and the other its next', () => {
    const proposals = matchNearest([
      { deliveryId: 'old', candidates: [candidate('a', 200), candidate('b', 900)] },
      { deliveryId: 'new', candidates: [candidate('a', 100), candidate('b', 950)] },
    ]);
    expect(pairs(proposals)).toEqual({ new: 'a', old: 'b' });
  });

  it('gives a driver equally near to two deliveries to the older one', () => {
    const proposals = matchNearest([
      { deliveryId: 'old', candidates: [candidate('a', 100.2)] },
      { deliveryId: 'new', candidates: [candidate('a', 99.9)] },
    ]);
    expect(pairs(proposals)).toEqual({ old: 'a' });
  });

  it('prefers the driver who has been idle longest among equally near ones, then the lower id', () => {
    const near = [candidate('c', 100, 5), candidate('b', 100, 3), candidate('a', 100, 5)];
    expect(pairs(matchNearest([{ deliveryId: 'x', candidates: near }]))).toEqual({ x: 'b' });
    const tied = [candidate('c', 100, 5), candidate('a', 100, 5)];
    expect(pairs(matchNearest([{ deliveryId: 'x', candidates: tied }]))).toEqual({ x: 'a' });
  });

  it('never uses a driver or serves a delivery twice, and leaves none unserved whose driver is free', () => {
    const lists = fc.array(
      fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 9 })), {
        selector: ([driver]) => driver,
        maxLength: 6,
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(lists, (wishes) => {
        const contenders = wishes.map((wish, i) => ({
          deliveryId: `d${i}`,
          candidates: wish.map(([driver, metres]) => candidate(`r${driver}`, metres)),
        }));
        const proposals = matchNearest(contenders);
        const drivers = proposals.map((proposal) => proposal.candidate.driverId);
        const served = proposals.map((proposal) => proposal.deliveryId);
        expect(new Set(drivers).size).toBe(drivers.length);
        expect(new Set(served).size).toBe(served.length);
        for (const { deliveryId, candidates } of contenders) {
          if (!served.includes(deliveryId)) {
            expect(candidates.filter(({ driverId }) => !drivers.includes(driverId))).toEqual([]);
          }
        }
      }),
    );
  });
});

describe('matchOldest', () => {
  it('gives a contested driver to the older delivery, however near the other is, and the other its next', () => {
    const proposals = matchOldest([
      { deliveryId: 'old', candidates: [candidate('a', 900)] },
      { deliveryId: 'new', candidates: [candidate('a', 100), candidate('b', 150)] },
    ]);
    expect(pairs(proposals)).toEqual({ old: 'a', new: 'b' });
  });
});
