import { deliveryStateSchema, isFinished, isLegalMove } from './delivery-state';

const states = deliveryStateSchema.options;
const MOVES = [
  'PENDING>ASSIGNED',
  'PENDING>CANCELLED',
  'ASSIGNED>PICKED_UP',
  'ASSIGNED>FAILED',
  'ASSIGNED>CANCELLED',
  'PICKED_UP>DELIVERED',
  'PICKED_UP>FAILED',
];

describe('the life of a delivery', () => {
  it('has these moves and no others', () => {
    const legal = states.flatMap((from) =>
      states.filter((to) => isLegalMove(from, to)).map((to) => `${from}>${to}`),
    );
    expect(legal).toEqual(MOVES);
  });

  it('ends delivered, failed or cancelled', () => {
    expect(states.filter(isFinished)).toEqual(['DELIVERED', 'FAILED', 'CANCELLED']);
  });
});
