import { parseMessage } from './parse-message';
import {
  MAX_RECONCILED_DELIVERIES,
  reconcileDeliveries,
  reconcileDeliveriesSchema,
  reconcileReplySchema,
} from './reconciliation';

const KEY = 'nB1uX4WqT0e7mJ2cL9vR5g';
const known = { submissionKey: KEY, sequence: 2, state: 'PICKED_UP' } as const;
const getError = (schema: typeof reconcileDeliveriesSchema | typeof reconcileReplySchema, input: unknown) => {
  try {
    parseMessage(schema, input);
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
};

describe('deliveries.reconcile', () => {
  const request = reconcileDeliveries([known]);
  const requestFor = (deliveries: unknown[]) => ({ ...request, data: { deliveries } });

  it('accepts a valid request', () => {
    expect(parseMessage(reconcileDeliveriesSchema, request)).toEqual(request);
  });

  it('accepts 1 to MAX_RECONCILED_DELIVERIES deliveries', () => {
    expect(getError(reconcileDeliveriesSchema, requestFor([]))).toMatch(/^data.deliveries/);
    const most = Array.from({ length: MAX_RECONCILED_DELIVERIES }, () => known);
    expect(getError(reconcileDeliveriesSchema, requestFor(most))).toBeUndefined();
    expect(getError(reconcileDeliveriesSchema, requestFor([...most, known]))).toMatch(/^data.deliveries/);
  });

  it.each([
    ['sequence', -1],
    ['sequence', 1.5],
    ['sequence', 2 ** 31],
    ['state', 'SUBMITTING'],
    ['submissionKey', '42'],
  ])('rejects the %s %j', (field, value) => {
    expect(getError(reconcileDeliveriesSchema, requestFor([{ ...known, [field]: value }]))).toMatch(
      new RegExp(`^data.deliveries.0.${field}`),
    );
  });

  it('rejects the type of another message', () => {
    expect(getError(reconcileDeliveriesSchema, { ...request, type: 'seller_order.ready' })).toMatch(/^type/);
  });
});

describe('reconcile reply', () => {
  it('accepts known and unknown deliveries', () => {
    const reply = {
      deliveries: [
        { submissionKey: KEY, known: false },
        { ...known, known: true, deliveryId: 'd-1' },
        { ...known, known: true },
      ],
    };
    expect(parseMessage(reconcileReplySchema, reply)).toEqual(reply);
  });

  it('requires state and sequence of a known delivery', () => {
    const reply = { deliveries: [{ submissionKey: KEY, known: true }] };
    expect(getError(reconcileReplySchema, reply)).toMatch(/deliveries.0.state.*deliveries.0.sequence/);
  });
});
