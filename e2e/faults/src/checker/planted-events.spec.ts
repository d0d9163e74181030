import type { Evidence } from '../evidence/evidence';
import { findings } from './testing/findings';
import { findRow } from './testing/run-builder';

describe('I4', () => {
  const event = ({ engine }: Evidence, eventId: string) => findRow(engine.events, ({ id }) => id === eventId);
  const applied = ({ vendure }: Evidence, id: string) =>
    findRow(vendure.events, ({ eventId }) => eventId === id);
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

  it('finds a gap, and the event that only Vendure has', () => {
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

  it('finds an invalid state transition', () => {
    const found = findings((_, evidence) => {
      Object.assign(event(evidence, 'delivery-failed-2'), { type: 'delivery.delivered', state: 'DELIVERED' });
      applied(evidence, 'delivery-failed-2').type = 'delivery.delivered';
    });
    expect(found).toEqual(['I3.move delivery-failed', 'I4.move delivery-failed', 'I4.state delivery-failed']);
  });

  it('finds an event whose type and state do not match', () => {
    const found = findings(
      (_, evidence) => void (event(evidence, 'delivery-assigned-1').type = 'delivery.failed'),
    );
    expect(found).toEqual(['I4.applied delivery-assigned', 'I4.move delivery-assigned']);
  });

  it("finds a state or a sequence that differs from the last event's", () => {
    const found = findings(({ deliveries, run }) => {
      deliveries.assigned.sequence = 2;
      run.vendureOf(deliveries.assigned).sequence = 2;
      Object.assign(deliveries.late, { state: 'ASSIGNED' });
      run.vendureOf(deliveries.late).state = 'ASSIGNED';
    });
    expect(found).toEqual(['I4.state delivery-assigned', 'I4.state delivery-late']);
  });

  it('finds an event that was not acknowledged', () => {
    const found = findings((_, evidence) => {
      const lost = event(evidence, 'delivery-late-2');
      Object.assign(lost, { acknowledgedAt: null, deadAt: lost.at, lastError: 'refused' });
    });
    expect(found).toEqual(['I4.acknowledged delivery-late']);
  });

  it('finds an event that was not applied', () => {
    const found = findings(({ run, deliveries }, evidence) => {
      remove(evidence.vendure.events, applied(evidence, 'delivery-late-2'));
      Object.assign(run.vendureOf(deliveries.late), { state: 'ASSIGNED', sequence: 1 });
    });
    expect(found).toEqual(['I4.applied delivery-late', 'I5.equal delivery-late']);
  });

  it('ignores events of an order that was submitted directly to the engine', () => {
    const found = findings(({ run, deliveries: { late } }, evidence) => {
      const row = run.vendureOf(late);
      evidence.vendure.events = evidence.vendure.events.filter(({ deliveryId }) => deliveryId !== row.id);
      remove(evidence.vendure.deliveries, row);
      late.sellerOrderId = `past-${late.sellerOrderId}`;
    });
    expect(found).toEqual([]);
  });

  it('finds an event that was applied twice', () => {
    const found = findings((_, evidence) => {
      const duplicate = { ...applied(evidence, 'delivery-late-2'), id: 99 };
      evidence.vendure.events.push(duplicate);
    });
    expect(found).toEqual(['I4.applied delivery-late', 'I5.sequence delivery-late']);
  });

  it('finds an event that was applied with another type', () => {
    const found = findings(
      (_, evidence) => void (applied(evidence, 'delivery-late-2').type = 'delivery.delivered'),
    );
    expect(found).toEqual(['I4.applied delivery-late']);
  });

  it('finds an applied event that the engine does not have', () => {
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
    'finds a difference between Vendure and engine in %p',
    (wrong) => {
      const found = findings(
        ({ run, deliveries }) => void Object.assign(run.vendureOf(deliveries.late), wrong),
      );
      expect(found).toEqual(['I5.equal delivery-late']);
    },
  );
});
