import { parseMessage } from './parse-message';
import {
  MAX_RECONCILED_DELIVERIES,
  reconcileDeliveries,
  reconcileDeliveriesSchema,
  reconcileReplySchema,
} from './reconciliation';

const KEY = 'nB1uX4WqT0e7mJ2cL9vR5g';
const known = { submissionKey: KEY, sequence: 2, state: 'PICKED_UP' } as const;
const wrong = (schema: typeof reconcileDeliveriesSchema | typeof reconcileReplySchema, input: unknown) => {
  try {
    parseMessage(schema, input);
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
};

describe('deliveries.reconcile', () => {
  const question = reconcileDeliveries([known]);
  const asked = (deliveries: unknown[]) => ({ ...question, data: { deliveries } });

  it('is accepted as it is', () => {
    expect(parseMessage(reconcileDeliveriesSchema, question)).toEqual(question);
  });

  it('names some deliveries, and not too many', () => {
    expect(wrong(reconcileDeliveriesSchema, asked([]))).toMatch(/^data.deliveries/);
    const most = Array.from({ length: MAX_RECONCILED_DELIVERIES }, () => known);
    expect(wrong(reconcileDeliveriesSchema, asked(most))).toBeUndefined();
    expect(wrong(reconcileDeliveriesSchema, asked([...most, known]))).toMatch(/^data.deliveries/);
  });

  it.each([
    ['sequence', -1],
    ['sequence', 1.5],
    ['sequence', 2 ** 31],
    ['state', 'SUBMITTING'],
    ['submissionKey', '42'],
  ])('is refused for a %s of %j', (field, value) => {
    expect(wrong(reconcileDeliveriesSchema, asked([{ ...known, [field]: value }]))).toMatch(
      new RegExp(`^data.deliveries.0.${field}`),
    );
  });

  it('is refused under the type of another message', () => {
    expect(wrong(reconcileDeliveriesSchema, { ...question, type: 'seller_order.ready' })).toMatch(/^type/);
  });
});

describe('its answer', () => {
  it('tells what is known, and what is not', () => {
    const reply = {
      deliveries: [
        { submissionKey: KEY, known: false },
        { ...known, known: true, deliveryId: 'd-1' },
        { ...known, known: true },
      ],
    };
    expect(parseMessage(reconcileReplySchema, reply)).toEqual(reply);
  });

  it('has state and sequence of whatever is known', () => {
    const reply = { deliveries: [{ submissionKey: KEY, known: true }] };
    expect(wrong(reconcileReplySchema, reply)).toMatch(/deliveries.0.state.*deliveries.0.sequence/);
  });
});
