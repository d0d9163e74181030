import type { EngineOffer, Evidence } from '../evidence/evidence';
import { findings, type Healthy } from './testing/findings';
import { addOffer } from './testing/offer';

const plant = (change: (offer: EngineOffer, evidence: Evidence, healthy: Healthy) => void) =>
  findings((healthy, evidence) => change(addOffer(healthy), evidence, healthy));

describe('I9', () => {
  it('accepts an accepted offer', () => {
    expect(plant(() => undefined)).toEqual([]);
  });

  it('finds an acceptance at the end', () => {
    expect(plant((offer) => (offer.acceptedAt = offer.endsAt))).toEqual([
      expect.stringMatching(/^I9.accepted delivery-/),
    ]);
  });

  it('finds an accepted offer that has expired too', () => {
    expect(plant((offer) => (offer.end = 'expired'))).toEqual([
      expect.stringMatching(/^I9.accepted delivery-/),
    ]);
  });

  it('finds a second offer of a driver and of a delivery', () => {
    const found = plant((offer, { engine }) => {
      const second = { ...offer, id: '2', acceptedAt: null, end: 'expired' as const };
      engine.offers.push({
        ...second,
        offeredAt: offer.offeredAt + 1_000,
        releasedAt: offer.offeredAt + 3_000,
      });
    });
    expect(found).toEqual([
      expect.stringMatching(/^I9.delivery delivery-/),
      expect.stringMatching(/^I9.driver /),
    ]);
  });

  it('finds an offer to a driver with a delivery', () => {
    const found = plant((offer, { engine }) => {
      const other = engine.assignments.find(
        ({ driverId, deliveryId }) => driverId === offer.driverId && deliveryId !== offer.deliveryId,
      )!;
      engine.offers.push({
        ...offer,
        id: '2',
        deliveryId: 'delivery-unknown',
        acceptedAt: null,
        end: 'declined',
        offeredAt: other.assignedAt + 500,
        releasedAt: other.assignedAt + 1_500,
      });
    });
    expect(found).toEqual([expect.stringMatching(/^I9.driver /)]);
  });

  it.each([
    ['acceptOffer', 'declined'],
    ['declineOffer', 'expired'],
  ] as const)('finds a successful %s of an offer that is %s', (kind, end) => {
    const found = plant((offer, { engine, operations }, { run }) => {
      operations.pop();
      engine.assignments[0]!.isOffer = false;
      Object.assign(offer, { acceptedAt: null, end, offeredAt: 0, endsAt: 1, releasedAt: 1 });
      run.operation({ kind, offerId: '1', driverId: offer.driverId });
    });
    expect(found).toEqual([expect.stringMatching(/^I9.answer /)]);
  });
});
