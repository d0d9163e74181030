import { formatSellerOrder, paidToAssignedMs } from './format-seller-order';

const order = {
  id: '1',
  code: 'ABC',
  orderPlacedAt: '2026-05-04T10:00:00.000Z',
  storeName: 'Backstube',
  delivery: null,
};

describe('formatSellerOrder', () => {
  it('contains driver, distance and time to the assignment', () => {
    const assigned = {
      ...order,
      delivery: {
        state: 'ASSIGNED',
        problem: null,
        driverName: 'Ada',
        distanceMetres: 812.4,
        assignedAt: '2026-05-04T10:00:00.120Z',
        pickedUpAt: null,
        deliveredAt: null,
        trackingCode: null,
      },
    };
    expect(paidToAssignedMs(assigned)).toBe(120);
    expect(formatSellerOrder(assigned).split(/\s{2,}/)).toEqual([
      'ABC',
      'Backstube',
      'ASSIGNED',
      'Ada',
      '812 m away',
      'assigned 120 ms after payment',
    ]);
  });

  it('marks an order without a delivery', () => {
    expect(formatSellerOrder(order)).toContain('NO DELIVERY');
  });
});
