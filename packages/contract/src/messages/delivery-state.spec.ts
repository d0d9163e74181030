import { deliveryStateSchema, isFinished, isAllowedTransition } from './delivery-state';

const states = deliveryStateSchema.options;
const TRANSITIONS = [
  'PENDING>ASSIGNED',
  'PENDING>CANCELLED',
  'ASSIGNED>PICKED_UP',
  'ASSIGNED>FAILED',
  'ASSIGNED>CANCELLED',
  'PICKED_UP>DELIVERED',
  'PICKED_UP>FAILED',
];

describe('delivery states', () => {
  it('allows these transitions only', () => {
    const allowed = states.flatMap((from) =>
      states.filter((to) => isAllowedTransition(from, to)).map((to) => `${from}>${to}`),
    );
    expect(allowed).toEqual(TRANSITIONS);
  });

  it('has the final states DELIVERED, FAILED and CANCELLED', () => {
    expect(states.filter(isFinished)).toEqual(['DELIVERED', 'FAILED', 'CANCELLED']);
  });
});
