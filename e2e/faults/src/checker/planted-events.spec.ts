import type { Evidence } from '../evidence/evidence';
import { findings } from './testing/findings';
import { the } from './testing/story';

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
      Object.assign(lost, { acknowledgedAt: null, deadAt: lost.at, lastError: 'refused' });
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
