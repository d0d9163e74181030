import { planTrip } from './trip';

describe('planTrip', () => {
  const instance = { metresPerMinute: 100, pickupServiceMinutes: 4, dropoffServiceMinutes: 6 };
  const order = {
    id: 'o1',
    restaurant: { x: 300, y: 400 },
    dropoff: { x: 300, y: 1400 },
    placementTime: 0,
    readyTime: 0,
  };

  it('adds travel and service times', () => {
    expect(planTrip(instance, { x: 0, y: 0 }, order, 10)).toEqual({
      assignedAt: 10,
      pickedUpAt: 10 + 5 + 2,
      deliveredAt: 17 + 2 + 10 + 3,
      freeAt: 32 + 3,
    });
  });

  it('waits until the meal is ready', () => {
    const { pickedUpAt, deliveredAt } = planTrip(instance, { x: 0, y: 0 }, { ...order, readyTime: 40 }, 10);
    expect(pickedUpAt).toBe(40);
    expect(deliveredAt).toBe(55);
  });
});
