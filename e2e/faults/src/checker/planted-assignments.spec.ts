import { findings, type Healthy } from './testing/findings';
import { north, the } from './testing/story';

const order = (sellerOrderId: string) =>
  ({ kind: 'order', sellerOrderId, point: north(0), channelId: '1', searchRadiusMetres: 5_000 }) as const;

describe('I1', () => {
  it('finds two deliveries of one driver at a time', () => {
    const found = findings((_, { engine }) => {
      the(engine.assignments, ({ id }) => id === 1).releasedAt = engine.assignments[3].assignedAt + 1_000;
    });
    expect(found).toEqual(['I1.overlap near']);
  });

  it('finds the short one within the long one before it', () => {
    const found = findings((_, { engine }) => {
      const [long, short] = [engine.assignments[0], engine.assignments[2]];
      long.releasedAt = engine.assignments[3].assignedAt + 1_000;
      short.releasedAt = short.assignedAt + 1;
    });
    expect(found).toEqual(['I1.overlap near']);
  });

  it('bears a release whose transaction began some ms after the next assignment', () => {
    const found = findings((_, { engine }) => {
      the(engine.assignments, ({ id }) => id === 1).releasedAt = engine.assignments[2].assignedAt + 50;
    });
    expect(found).toEqual([]);
  });

  it('bears a release that seems to come before its assignment', () => {
    const found = findings((_, { engine }) => {
      the(engine.assignments, ({ id }) => id === 3).releasedAt = engine.assignments[2].assignedAt - 5;
    });
    expect(found).toEqual([]);
  });

  it.each(['AVAILABLE', 'OFFLINE'] as const)('finds an %s driver with a delivery', (status) => {
    const found = findings(({ drivers }, { redis }) => {
      drivers.near.status = status;
      if (status === 'AVAILABLE') {
        redis!.geo.near = { lat: drivers.near.lat!, lon: drivers.near.lon! };
      }
    });
    expect(found).toEqual(['I1.status near']);
  });

  it('finds a BUSY driver without a delivery', () => {
    const found = findings(({ drivers }, { redis }) => {
      drivers.idle.status = 'BUSY';
      delete redis!.geo.idle;
    });
    expect(found).toEqual(['I1.status idle']);
  });
});

describe('I2', () => {
  it('finds a delivery that was assigned twice', () => {
    const found = findings(({ story, drivers, deliveries }, { engine }) => {
      const at = story.now;
      story.setStatus(drivers.idle, 'BUSY', 'assigned');
      story.wait(1_000).setStatus(drivers.idle, 'AVAILABLE', 'delivery ended');
      const { id: deliveryId } = deliveries.assigned;
      const twin = { id: 99, deliveryId, driverId: 'idle', assignedAt: at, releasedAt: at + 1_000 };
      engine.assignments.push({ ...engine.assignments[4], ...twin });
    });
    expect(found).toEqual(['I2.single delivery-assigned']);
  });

  /** A delivery that an operator has given to a driver who is nobody's nearest. */
  const moved = ({ story }: Healthy) => {
    const [giver, taker] = [story.driver('giver', north(100_100)), story.driver('taker', north(130_000))];
    const delivery = story.order('moved', north(100_000));
    story.assign(delivery, giver);
    story.reassign(delivery, taker);
    story.end();
  };

  it('bears a delivery that an operator has moved', () => {
    expect(findings(moved)).toEqual([]);
  });

  it('finds one that moved before its driver had left it, and one that moved without an event', () => {
    const early = findings((healthy, { engine }) => {
      moved(healthy);
      the(engine.assignments, ({ driverId }) => driverId === 'giver').releasedAt! += 10;
    });
    expect(early).toEqual(['I2.single delivery-moved']);
    const untold = findings((healthy, { engine, vendure }) => {
      moved(healthy);
      the(engine.events, ({ id }) => id === 'delivery-moved-2').type = 'delivery.assigned';
      the(vendure.events, ({ eventId }) => eventId === 'delivery-moved-2').type = 'delivery.assigned';
    });
    expect(untold).toEqual(['I2.single delivery-moved', 'I4.move delivery-moved']);
  });

  it('finds a delivery under way without an active assignment', () => {
    const found = findings((_, { engine }) => {
      const assignment = the(engine.assignments, ({ deliveryId }) => deliveryId === 'delivery-assigned');
      assignment.releasedAt = assignment.assignedAt + 1;
    });
    expect(found).toEqual(['I1.status far', 'I2.active delivery-assigned']);
  });

  it('finds a finished delivery with an active one', () => {
    const found = findings((_, { engine }) => {
      the(engine.assignments, ({ deliveryId }) => deliveryId === 'delivery-failed').releasedAt = null;
    });
    expect(found).toEqual(['I1.overlap far', 'I1.status far', 'I2.active delivery-failed']);
  });

  it('finds a delivery whose assignment is of another driver', () => {
    const found = findings(({ deliveries, story }) => {
      deliveries.assigned.driverId = 'idle';
      story.vendureOf(deliveries.assigned).driverId = 'idle';
    });
    expect(found).toEqual(['I2.active delivery-assigned']);
  });
});

describe('I3', () => {
  it('finds an accepted order without a delivery', () => {
    expect(findings(({ story }) => story.operation(order('gone')))).toEqual(['I3.order gone']);
  });

  it.each([null, Date.parse('2030-01-01T00:00:00Z')])('finds one that is tried next at %s', (at) => {
    const found = findings(({ deliveries }) => void (deliveries.waiting.nextAttemptAt = at));
    expect(found).toEqual(['I3.order waiting']);
  });

  it('finds one that is under way without a driver', () => {
    const found = findings(({ deliveries, story }) => {
      deliveries.assigned.driverId = null;
      story.vendureOf(deliveries.assigned).driverId = null;
    });
    expect(found).toEqual(['I2.active delivery-assigned', 'I3.order assigned']);
  });

  it('lets an order wait in the shop for people', () => {
    const found = findings(({ story }, { vendure }) => {
      story.operation(order('nowhere'));
      const rest = {
        submissionKey: 'key-nowhere', engineDeliveryId: null, sellerOrderId: '77',
        orderCode: 'nowhere', state: 'NOT_LOCATED', submittedAt: null,
      };
      vendure.deliveries.push({ ...vendure.deliveries[0], id: 77, ...rest });
    });
    expect(found).toEqual([]);
  });

  it.each(['complete', 'fail'] as const)('finds a %s that was answered and not done', (kind) => {
    const found = findings(({ story, deliveries }) =>
      story.operation({ kind, deliveryId: deliveries.late.id, driverId: 'near' }),
    );
    expect(found).toEqual(['I3.move delivery-late']);
  });

  it('finds a pick-up by somebody else', () => {
    const found = findings(({ story, deliveries }) =>
      story.operation({ kind: 'pickUp', deliveryId: deliveries.late.id, driverId: 'idle' }),
    );
    expect(found).toEqual(['I3.move delivery-late']);
  });

  it('finds cancellations that were answered and not done', () => {
    const found = findings(({ story }) => {
      story.operation({ kind: 'cancel', sellerOrderId: 'late' });
      story.operation({ kind: 'cancelOrder', sellerOrderId: 'assigned' });
      story.operation({ kind: 'cancelOrder', sellerOrderId: 'waiting' });
    });
    expect(found).toEqual(['I3.move assigned', 'I3.move late', 'I3.move waiting']);
  });

  it('finds a cancellation that the engine was never told of', () => {
    const found = findings(({ story, deliveries }) => {
      story.vendureOf(deliveries.late).cancelAnsweredAt = null;
    });
    expect(found).toEqual(['I3.move late']);
  });

  it('finds a delivery of an order that was refused as invalid', () => {
    const found = findings((_, { operations }) => {
      const { request } = operations.find(({ request }) => request.kind === 'order')!;
      const rest = { outcome: 'refused', status: 400, code: 'invalid_message' } as const;
      operations.splice(
        operations.findIndex((operation) => operation.request === request),
        1,
      );
      operations.push({ index: 900, request, invokedAt: 0, completedAt: 1, ...rest });
    });
    expect(found).toEqual(['I3.refused delivered']);
  });

  it('bears an invalid repeat of an accepted order', () => {
    const found = findings(({ story }) =>
      story.operation(order('late'), { outcome: 'refused', status: 400, code: 'invalid_message' }),
    );
    expect(found).toEqual([]);
  });

  it('finds what was handed over and did not arrive, and what is still on its way', () => {
    const found = findings((_, { vendure }) => {
      const template = { ...vendure.deliveries[0], engineDeliveryId: null, sequence: 0, driverId: null };
      vendure.deliveries.push(
        {
          ...template,
          id: 77,
          submissionKey: 'key-vanished',
          sellerOrderId: '77',
          orderCode: 'vanished',
          state: 'PENDING',
        },
        {
          ...template,
          id: 78,
          submissionKey: 'key-stuck',
          sellerOrderId: '78',
          orderCode: 'stuck',
          state: 'SUBMITTING',
          submittedAt: null,
        },
      );
    });
    expect(found).toEqual(['I3.handover stuck', 'I3.handover vanished']);
  });
});
