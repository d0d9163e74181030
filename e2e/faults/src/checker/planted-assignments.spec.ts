import { findings, type Healthy } from './testing/findings';
import { north, findRow } from './testing/run-builder';

const order = (sellerOrderId: string) =>
  ({ kind: 'order', sellerOrderId, point: north(0), channelId: '1', searchRadiusMetres: 5_000 }) as const;

describe('I1', () => {
  it('finds two deliveries of one driver at a time', () => {
    const found = findings((_, { engine }) => {
      findRow(engine.assignments, ({ id }) => id === 1).releasedAt = engine.assignments[3].assignedAt + 1_000;
    });
    expect(found).toEqual(['I1.overlap near']);
  });

  it('finds a short delivery during a longer one', () => {
    const found = findings((_, { engine }) => {
      const [long, short] = [engine.assignments[0], engine.assignments[2]];
      long.releasedAt = engine.assignments[3].assignedAt + 1_000;
      short.releasedAt = short.assignedAt + 1;
    });
    expect(found).toEqual(['I1.overlap near']);
  });

  it('accepts a release whose transaction began some ms after the next assignment', () => {
    const found = findings((_, { engine }) => {
      findRow(engine.assignments, ({ id }) => id === 1).releasedAt = engine.assignments[2].assignedAt + 50;
    });
    expect(found).toEqual([]);
  });

  it('accepts a release with a time before its assignment', () => {
    const found = findings((_, { engine }) => {
      findRow(engine.assignments, ({ id }) => id === 3).releasedAt = engine.assignments[2].assignedAt - 5;
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
    const found = findings(({ run, drivers, deliveries }, { engine }) => {
      const at = run.now;
      run.setStatus(drivers.idle, 'BUSY', 'assigned');
      run.wait(1_000).setStatus(drivers.idle, 'AVAILABLE', 'delivery ended');
      const { id: deliveryId } = deliveries.assigned;
      const second = { id: 99, deliveryId, driverId: 'idle', assignedAt: at, releasedAt: at + 1_000 };
      engine.assignments.push({ ...engine.assignments[4], ...second });
    });
    expect(found).toEqual(['I2.single delivery-assigned']);
  });

  /** Adds a delivery that an operator reassigned to a driver far away. */
  const moved = ({ run }: Healthy) => {
    const [first, second] = [run.driver('first', north(100_100)), run.driver('second', north(130_000))];
    const delivery = run.order('moved', north(100_000));
    run.assign(delivery, first);
    run.reassign(delivery, second);
    run.end();
  };

  it('accepts a reassigned delivery', () => {
    expect(findings(moved)).toEqual([]);
  });

  it('finds a reassignment before the release, and a reassignment without an event', () => {
    const early = findings((healthy, { engine }) => {
      moved(healthy);
      findRow(engine.assignments, ({ driverId }) => driverId === 'first').releasedAt! += 10;
    });
    expect(early).toEqual(['I2.single delivery-moved']);
    const withoutEvent = findings((healthy, { engine, vendure }) => {
      moved(healthy);
      findRow(engine.events, ({ id }) => id === 'delivery-moved-2').type = 'delivery.assigned';
      findRow(vendure.events, ({ eventId }) => eventId === 'delivery-moved-2').type = 'delivery.assigned';
    });
    expect(withoutEvent).toEqual(['I2.single delivery-moved', 'I4.move delivery-moved']);
  });

  it('finds an ASSIGNED delivery without an active assignment', () => {
    const found = findings((_, { engine }) => {
      const assignment = findRow(engine.assignments, ({ deliveryId }) => deliveryId === 'delivery-assigned');
      assignment.releasedAt = assignment.assignedAt + 1;
    });
    expect(found).toEqual(['I1.status far', 'I2.active delivery-assigned']);
  });

  it('finds a finished delivery with an active assignment', () => {
    const found = findings((_, { engine }) => {
      findRow(engine.assignments, ({ deliveryId }) => deliveryId === 'delivery-failed').releasedAt = null;
    });
    expect(found).toEqual(['I1.overlap far', 'I1.status far', 'I2.active delivery-failed']);
  });

  it('finds a delivery with another driver than its assignment', () => {
    const found = findings(({ deliveries, run }) => {
      deliveries.assigned.driverId = 'idle';
      run.vendureOf(deliveries.assigned).driverId = 'idle';
    });
    expect(found).toEqual(['I2.active delivery-assigned']);
  });
});

describe('I3', () => {
  it('finds an accepted order without a delivery', () => {
    expect(findings(({ run }) => run.operation(order('gone')))).toEqual(['I3.order gone']);
  });

  it.each([null, Date.parse('2030-01-01T00:00:00Z')])('finds a delivery with next attempt at %s', (at) => {
    const found = findings(({ deliveries }) => void (deliveries.waiting.nextAttemptAt = at));
    expect(found).toEqual(['I3.order waiting']);
  });

  it('finds an ASSIGNED delivery without a driver', () => {
    const found = findings(({ deliveries, run }) => {
      deliveries.assigned.driverId = null;
      run.vendureOf(deliveries.assigned).driverId = null;
    });
    expect(found).toEqual(['I2.active delivery-assigned', 'I3.order assigned']);
  });

  it('accepts an order that needs an operator', () => {
    const found = findings(({ run }, { vendure }) => {
      run.operation(order('nowhere'));
      const rest = {
        submissionKey: 'key-nowhere',
        engineDeliveryId: null,
        sellerOrderId: '77',
        orderCode: 'nowhere',
        state: 'NOT_LOCATED',
        submittedAt: null,
      };
      vendure.deliveries.push({ ...vendure.deliveries[0], id: 77, ...rest });
    });
    expect(found).toEqual([]);
  });

  it.each(['complete', 'fail'] as const)('finds a %s that was answered but had no effect', (kind) => {
    const found = findings(({ run, deliveries }) =>
      run.operation({ kind, deliveryId: deliveries.late.id, driverId: 'near' }),
    );
    expect(found).toEqual(['I3.move delivery-late']);
  });

  it('finds a pickup by another driver', () => {
    const found = findings(({ run, deliveries }) =>
      run.operation({ kind: 'pickUp', deliveryId: deliveries.late.id, driverId: 'idle' }),
    );
    expect(found).toEqual(['I3.move delivery-late']);
  });

  it('finds cancellations that were answered but had no effect', () => {
    const found = findings(({ run }) => {
      run.operation({ kind: 'cancel', sellerOrderId: 'late' });
      run.operation({ kind: 'cancelOrder', sellerOrderId: 'assigned' });
      run.operation({ kind: 'cancelOrder', sellerOrderId: 'waiting' });
    });
    expect(found).toEqual(['I3.move assigned', 'I3.move late', 'I3.move waiting']);
  });

  it('finds a cancellation that was not sent to the engine', () => {
    const found = findings(({ run, deliveries }) => {
      run.vendureOf(deliveries.late).cancelAnsweredAt = null;
    });
    expect(found).toEqual(['I3.move late']);
  });

  it('finds a delivery of an order that was rejected as invalid', () => {
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

  it('accepts an invalid duplicate of an accepted order', () => {
    const found = findings(({ run }) =>
      run.operation(order('late'), { outcome: 'refused', status: 400, code: 'invalid_message' }),
    );
    expect(found).toEqual([]);
  });

  it('finds a submitted order without a delivery, and an order that is still SUBMITTING', () => {
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
    expect(found).toEqual(['I3.submission stuck', 'I3.submission vanished']);
  });
});
