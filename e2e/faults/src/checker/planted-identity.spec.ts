import { check } from './check';
import { findings } from './testing/findings';
import { healthyStory, the } from './testing/story';

describe('I10', () => {
  it('compares each delivery, each adopted delivery and each applied event', () => {
    const { evidence } = healthyStory();
    const { compared } = check(evidence);
    const { deliveries, events } = evidence.vendure;
    expect(compared.of('I10.unique')).toBe(evidence.engine.deliveries.length + deliveries.length);
    expect(compared.of('I10.order')).toBe(deliveries.length);
    expect(compared.of('I10.delivery')).toBe(deliveries.length);
    expect(compared.of('I10.event')).toBe(events.length);
  });

  it.each(['sellerOrderId', 'orderCode', 'channelId'] as const)(
    'finds a key that names two orders: the %s differs',
    (field) => {
      const found = findings(({ deliveries }) => void (deliveries.waiting[field] = '99'));
      expect(found).toContain('I10.order waiting');
    },
  );

  it('finds an order that has adopted the delivery of another', () => {
    const found = findings(({ story, deliveries: { waiting, delivered } }) => {
      story.vendureOf(waiting).engineDeliveryId = delivered.id;
    });
    expect(found).toEqual(['I10.delivery waiting']);
  });

  it('finds an order that has adopted a delivery which nobody knows', () => {
    const found = findings(({ story, deliveries }) => {
      story.vendureOf(deliveries.waiting).engineDeliveryId = 'unknown';
    });
    expect(found).toEqual(['I10.delivery waiting']);
  });

  it('finds an order that was changed by an event of another', () => {
    const found = findings(({ story, deliveries: { waiting, delivered } }, { vendure }) => {
      const event = the(vendure.events, ({ eventId }) => eventId === `${delivered.id}-3`);
      event.deliveryId = story.vendureOf(waiting).id;
    });
    expect(found).toContain('I10.event waiting');
  });

  it('finds a reset shop whose new order became DELIVERED with the proof of an old one', () => {
    const found = findings(({ story, deliveries: { delivered } }, { operations }) => {
      const row = story.vendureOf(delivered);
      // The shop uses the id again: another order code, the same key, every event of the old order.
      row.orderCode = 'reused';
      const placed = the(
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

  it.each(['engine', 'vendure'] as const)('finds a key that is used twice in %s', (side) => {
    const found = findings((_, evidence) => {
      const rows: { submissionKey: string; orderCode: string }[] = evidence[side].deliveries;
      the(rows, ({ orderCode }) => orderCode === 'waiting').submissionKey = 'key-late';
    });
    expect(found.filter((line) => line.startsWith('I10.unique'))).toHaveLength(1);
  });
});

describe('I3 of a restored shop', () => {
  const forget = (
    { story, deliveries }: ReturnType<typeof healthyStory>,
    { vendure }: ReturnType<typeof healthyStory>['evidence'],
  ) => {
    const row = story.vendureOf(deliveries.delivered);
    vendure.deliveries = vendure.deliveries.filter((other) => other !== row);
    vendure.events = vendure.events.filter(({ deliveryId }) => deliveryId !== row.id);
    return deliveries.delivered.submissionKey;
  };

  it('lets the shop lack a delivery that the engine shows as unmatched', () => {
    const found = findings((healthy, evidence) => {
      evidence.engine.unmatched = [forget(healthy, evidence)];
      evidence.restored = true;
    });
    expect(found).toEqual([]);
  });

  it('finds a delivery that the shop lacks and nobody is shown', () => {
    const found = findings((healthy, evidence) => {
      forget(healthy, evidence);
      evidence.restored = true;
    });
    expect(found).toEqual(['I3.unmatched delivered', 'I4.applied delivery-delivered']);
  });

  it('finds a delivery that is shown as unmatched though the shop has it', () => {
    const found = findings(({ deliveries }, evidence) => {
      evidence.engine.unmatched = [deliveries.late.submissionKey];
      evidence.restored = true;
    });
    expect(found).toEqual(['I3.unmatched late']);
  });

  it('finds a delivery that the shop lacks though it was not restored', () => {
    const found = findings((healthy, evidence) => {
      evidence.engine.unmatched = [forget(healthy, evidence)];
    });
    expect(found).toEqual(['I3.unmatched delivered', 'I4.applied delivery-delivered']);
  });
});
