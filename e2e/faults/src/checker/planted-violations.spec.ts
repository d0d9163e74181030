import type { Evidence } from '../evidence/evidence';
import { check } from './check';
import { healthyStory, north, the } from './testing/story';

type Healthy = ReturnType<typeof healthyStory>;

/** What is found after something was made wrong: each check with its subject, once and sorted. */
function findings(plant: (healthy: Healthy, evidence: Evidence) => void): string[] {
  const healthy = healthyStory();
  plant(healthy, healthy.evidence);
  return [...new Set(check(healthy.evidence).map((found) => `${found.check} ${found.subject}`))].sort();
}

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
      const rest = { sellerOrderId: '77', orderCode: 'nowhere', state: 'NOT_LOCATED', handedOverAt: null };
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
      const template = { ...vendure.deliveries[0], sequence: 0, driverId: null };
      vendure.deliveries.push(
        { ...template, id: 77, sellerOrderId: '77', orderCode: 'vanished', state: 'PENDING' },
        {
          ...template,
          id: 78,
          sellerOrderId: '78',
          orderCode: 'stuck',
          state: 'HANDOVER',
          handedOverAt: null,
        },
      );
    });
    expect(found).toEqual(['I3.handover stuck', 'I3.handover vanished']);
  });
});

describe('I4', () => {
  const event = ({ engine }: Evidence, eventId: string) => the(engine.events, ({ id }) => id === eventId);
  const applied = ({ vendure }: Evidence, id: string) => the(vendure.events, ({ eventId }) => eventId === id);
  const remove = <T>(rows: T[], row: T) => void rows.splice(rows.indexOf(row), 1);

  it('finds a missing acceptance', () => {
    const found = findings((_, evidence) =>
      remove(evidence.engine.events, event(evidence, 'delivery-late-0')),
    );
    expect(found).toEqual(['I4.sequence delivery-late']);
  });

  it('finds a delivery without any event', () => {
    const found = findings((_, evidence) => {
      remove(evidence.engine.events, event(evidence, 'delivery-cancelled-first-1'));
      remove(evidence.vendure.events, applied(evidence, 'delivery-cancelled-first-1'));
    });
    expect(found).toEqual(['I3.move cancelled-first', 'I4.sequence delivery-cancelled-first']);
  });

  it('finds a gap, and what Vendure has beyond it', () => {
    const found = findings((_, evidence) =>
      remove(evidence.engine.events, event(evidence, 'delivery-delivered-2')),
    );
    expect(found).toEqual([
      'I3.move delivery-delivered',
      'I4.applied delivery-delivered',
      'I4.move delivery-delivered',
      'I4.sequence delivery-delivered',
    ]);
  });

  it('finds an illegal move', () => {
    const found = findings((_, evidence) => {
      Object.assign(event(evidence, 'delivery-failed-2'), { type: 'delivery.delivered', state: 'DELIVERED' });
      applied(evidence, 'delivery-failed-2').type = 'delivery.delivered';
    });
    expect(found).toEqual(['I3.move delivery-failed', 'I4.move delivery-failed', 'I4.state delivery-failed']);
  });

  it('finds an event whose type and state do not fit', () => {
    const found = findings(
      (_, evidence) => void (event(evidence, 'delivery-assigned-1').type = 'delivery.failed'),
    );
    expect(found).toEqual(['I4.applied delivery-assigned', 'I4.move delivery-assigned']);
  });

  it("finds a state or a sequence other than the last event's", () => {
    const found = findings(({ deliveries, story }) => {
      deliveries.assigned.sequence = 2;
      story.vendureOf(deliveries.assigned).sequence = 2;
      Object.assign(deliveries.late, { state: 'ASSIGNED' });
      story.vendureOf(deliveries.late).state = 'ASSIGNED';
    });
    expect(found).toEqual(['I4.state delivery-assigned', 'I4.state delivery-late']);
  });

  it('finds an event that was not relayed', () => {
    const found = findings((_, evidence) => {
      const lost = event(evidence, 'delivery-late-2');
      Object.assign(lost, { relayedAt: null, deadAt: lost.at, lastError: 'refused' });
    });
    expect(found).toEqual(['I4.relayed delivery-late']);
  });

  it('finds an event that was not applied', () => {
    const found = findings(({ story, deliveries }, evidence) => {
      remove(evidence.vendure.events, applied(evidence, 'delivery-late-2'));
      Object.assign(story.vendureOf(deliveries.late), { state: 'ASSIGNED', sequence: 1 });
    });
    expect(found).toEqual(['I4.applied delivery-late', 'I5.agreement delivery-late']);
  });

  it('misses no event in the shop of an order that was sent past it', () => {
    const found = findings(({ story, deliveries: { late } }, evidence) => {
      const row = story.vendureOf(late);
      evidence.vendure.events = evidence.vendure.events.filter(({ deliveryId }) => deliveryId !== row.id);
      remove(evidence.vendure.deliveries, row);
      late.sellerOrderId = `past-${late.sellerOrderId}`;
    });
    expect(found).toEqual([]);
  });

  it('finds an event that was applied twice', () => {
    const found = findings((_, evidence) => {
      const twin = { ...applied(evidence, 'delivery-late-2'), id: 99 };
      evidence.vendure.events.push(twin);
    });
    expect(found).toEqual(['I4.applied delivery-late', 'I5.sequence delivery-late']);
  });

  it('finds an event that was applied as another', () => {
    const found = findings(
      (_, evidence) => void (applied(evidence, 'delivery-late-2').type = 'delivery.delivered'),
    );
    expect(found).toEqual(['I4.applied delivery-late']);
  });

  it('finds an event that nobody sent', () => {
    const found = findings((_, evidence) => {
      const forged = { ...applied(evidence, 'delivery-late-2'), id: 99, sequence: 3, eventId: 'forged' };
      evidence.vendure.events.push(forged);
    });
    expect(found).toEqual(['I4.applied delivery-late']);
  });
});

describe('I5', () => {
  it('finds events that were applied out of sequence', () => {
    const found = findings((_, { vendure }) => {
      const rows = vendure.events.filter(({ eventId }) => eventId.startsWith('delivery-late-'));
      [rows[0].id, rows[1].id] = [rows[1].id, rows[0].id];
    });
    expect(found).toEqual(['I5.sequence delivery-late']);
  });

  it.each([{ state: 'DELIVERED' }, { sequence: 1 }, { driverId: 'idle' }])(
    'finds sides that differ in %p',
    (wrong) => {
      const found = findings(
        ({ story, deliveries }) => void Object.assign(story.vendureOf(deliveries.late), wrong),
      );
      expect(found).toEqual(['I5.agreement delivery-late']);
    },
  );
});

describe('I7', () => {
  it('finds an AVAILABLE driver who is not in the index', () => {
    expect(findings((_, { redis }) => void delete redis!.geo.idle)).toEqual(['I7.missing idle']);
  });

  it.each(['BUSY', 'unknown'])('finds a driver in the index who is %s', (what) => {
    const driverId = what === 'BUSY' ? 'near' : 'stranger';
    const found = findings((_, { redis }) => void (redis!.geo[driverId] = north(1)));
    expect(found).toEqual([`I7.stranger ${driverId}`]);
  });

  it('finds a deactivated one', () => {
    expect(findings(({ drivers }) => void (drivers.idle.active = false))).toEqual(['I7.stranger idle']);
  });

  it('finds one that has lapsed, unless only just', () => {
    const seen = (agoMs: number) =>
      findings(({ drivers }, evidence) => {
        drivers.idle.seenAt = evidence.readAt - evidence.heartbeatTtlSeconds * 1_000 - agoMs;
      });
    expect(seen(60_000)).toEqual(['I7.stranger idle']);
    expect(seen(3_000)).toEqual([]);
  });

  it("misses no one who has lapsed or whom Redis can't hold", () => {
    const found = findings(({ drivers }, { redis }) => {
      drivers.idle.seenAt = 0;
      delete redis!.geo.idle;
    });
    expect(found).toEqual([]);
    const polar = findings(({ drivers }, { redis }) => {
      drivers.idle.lat = 86;
      delete redis!.geo.idle;
    });
    expect(polar).toEqual([]);
  });

  it('finds a driver in another place', () => {
    expect(findings((_, { redis }) => void (redis!.geo.idle = north(8_010)))).toEqual(['I7.position idle']);
  });
});

describe('I8', () => {
  const hostile = { kind: 'hostile', what: 'a stale message' } as const;

  it('finds a hostile message that was accepted', () => {
    const found = findings(({ story }) => story.operation({ ...hostile, sellerOrderId: 'late' }));
    expect(found).toEqual(['I8.refused late']);
  });

  it('finds one that made the engine stumble', () => {
    const found = findings(({ story }) =>
      story.operation(
        { ...hostile, driverId: 'near' },
        { outcome: 'unknown', status: 500, code: 'internal' },
      ),
    );
    expect(found).toEqual(['I8.refused near']);
  });

  it.each([undefined, 503])('bears one that nobody was there to refuse (%p)', (status) => {
    const found = findings(({ story }) => story.operation(hostile, { outcome: 'unknown', status }));
    expect(found).toEqual([]);
  });

  it('finds the delivery and the driver that one has made', () => {
    const found = findings(({ story }, evidence) => {
      const refused = { outcome: 'refused', status: 401 } as const;
      story.operation({ ...hostile, sellerOrderId: 'delivered', driverId: 'idle' }, refused);
      evidence.operations = evidence.operations.filter(
        ({ request }) =>
          !(request.kind === 'order' && request.sellerOrderId === 'delivered') &&
          !(request.kind === 'register' && request.driverId === 'idle'),
      );
    });
    expect(found).toEqual(['I8.effect delivered', 'I8.effect idle']);
  });

  it('bears a replay of what was accepted', () => {
    const found = findings(({ story }) =>
      story.operation(
        { ...hostile, sellerOrderId: 'late', driverId: 'idle' },
        { outcome: 'refused', status: 401 },
      ),
    );
    expect(found).toEqual([]);
  });

  it('finds a secret in a log, and does not tell it', () => {
    const { evidence } = healthyStory();
    evidence.logs.push('{"message":"signed with whsec_c2VjcmV0"}');
    const [violation, ...others] = check(evidence);
    expect(others).toEqual([]);
    expect(violation).toMatchObject({ invariant: 'I8', subject: '2' });
    expect(JSON.stringify(violation)).not.toContain(evidence.secrets[0]);
  });
});
