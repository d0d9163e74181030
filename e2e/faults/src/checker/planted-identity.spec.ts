import { check } from './check';
import { findings } from './testing/findings';
import { healthyRun, findRow } from './testing/run-builder';

describe('I10', () => {
  it('compares each delivery, each engine delivery id and each applied event', () => {
    const { evidence } = healthyRun();
    const { compared } = check(evidence);
    const { deliveries, events } = evidence.vendure;
    expect(compared.of('I10.unique')).toBe(evidence.engine.deliveries.length + deliveries.length);
    expect(compared.of('I10.order')).toBe(deliveries.length);
    expect(compared.of('I10.delivery')).toBe(deliveries.length);
    expect(compared.of('I10.event')).toBe(events.length);
  });

  it.each(['sellerOrderId', 'orderCode', 'channelId'] as const)(
    'finds a submission key of two orders with a different %s',
    (field) => {
      const found = findings(({ deliveries }) => void (deliveries.waiting[field] = '99'));
      expect(found).toContain('I10.order waiting');
    },
  );

  it("finds an order that refers to another order's delivery", () => {
    const found = findings(({ run, deliveries: { waiting, delivered } }) => {
      run.vendureOf(waiting).engineDeliveryId = delivered.id;
    });
    expect(found).toEqual(['I10.delivery waiting']);
  });

  it('finds an order that refers to an unknown delivery', () => {
    const found = findings(({ run, deliveries }) => {
      run.vendureOf(deliveries.waiting).engineDeliveryId = 'unknown';
    });
    expect(found).toEqual(['I10.delivery waiting']);
  });

  it("finds an order that was changed by another order's event", () => {
    const found = findings(({ run, deliveries: { waiting, delivered } }, { vendure }) => {
      const event = findRow(vendure.events, ({ eventId }) => eventId === `${delivered.id}-3`);
      event.deliveryId = run.vendureOf(waiting).id;
    });
    expect(found).toContain('I10.event waiting');
  });

  it('finds a reset shop whose new order became DELIVERED with the proof of an old one', () => {
    const found = findings(({ run, deliveries: { delivered } }, { operations }) => {
      const row = run.vendureOf(delivered);
      // The shop reuses the id: a new order code, but the key and the events of the old order.
      row.orderCode = 'reused';
      const placed = findRow(
        operations,
        ({ request }) => request.kind === 'order' && request.sellerOrderId === 'delivered',
      );
      operations.push({
        ...placed,
        index: operations.length,
        request: {
          ...(placed.request as Extract<typeof placed.request, { kind: 'order' }>),
          sellerOrderId: 'reused',
        },
      });
    });
    expect(found).toContain('I10.order reused');
  });

  it.each(['engine', 'vendure'] as const)('finds a duplicate submission key in %s', (side) => {
    const found = findings((_, evidence) => {
      const rows: { submissionKey: string; orderCode: string }[] = evidence[side].deliveries;
      findRow(rows, ({ orderCode }) => orderCode === 'waiting').submissionKey = 'key-late';
    });
    expect(found.filter((line) => line.startsWith('I10.unique'))).toHaveLength(1);
  });
});

describe('I3 after a restore of the shop', () => {
  const removeFromShop = (
    { run, deliveries }: ReturnType<typeof healthyRun>,
    { vendure }: ReturnType<typeof healthyRun>['evidence'],
  ) => {
    const row = run.vendureOf(deliveries.delivered);
    vendure.deliveries = vendure.deliveries.filter((other) => other !== row);
    vendure.events = vendure.events.filter(({ deliveryId }) => deliveryId !== row.id);
    return deliveries.delivered.submissionKey;
  };

  it('accepts a missing delivery that the engine lists as unmatched', () => {
    const found = findings((healthy, evidence) => {
      evidence.engine.unmatched = [removeFromShop(healthy, evidence)];
      evidence.restored = true;
    });
    expect(found).toEqual([]);
  });

  it('finds a missing delivery that is not listed as unmatched', () => {
    const found = findings((healthy, evidence) => {
      removeFromShop(healthy, evidence);
      evidence.restored = true;
    });
    expect(found).toEqual(['I3.unmatched delivered', 'I4.applied delivery-delivered']);
  });

  it('finds a delivery that is listed as unmatched though the shop has it', () => {
    const found = findings(({ deliveries }, evidence) => {
      evidence.engine.unmatched = [deliveries.late.submissionKey];
      evidence.restored = true;
    });
    expect(found).toEqual(['I3.unmatched late']);
  });

  it('finds a missing delivery in a shop that was not restored', () => {
    const found = findings((healthy, evidence) => {
      evidence.engine.unmatched = [removeFromShop(healthy, evidence)];
    });
    expect(found).toEqual(['I3.unmatched delivered', 'I4.applied delivery-delivered']);
  });
});
