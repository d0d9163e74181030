import { parseMdrp } from './parse-mdrp';

const files = {
  couriers: 'courier\tx\ty\ton_time\toff_time\nc1\t10\t20\t0\t90\n',
  orders: 'order\tx\ty\tplacement_time\trestaurant\tready_time\no1\t1\t2\t30\tr1\t42\n',
  restaurants: 'restaurant\tx\ty\r\nr1\t100\t200\r\n',
  parameters:
    'meters_per_minute\tpickup service minutes\tdropoff service minutes\ttarget click-to-door\n320\t4\t6\t40\n',
};

describe('parseMdrp', () => {
  it('joins the four files of an instance', () => {
    expect(parseMdrp(files)).toEqual({
      metresPerMinute: 320,
      pickupServiceMinutes: 4,
      dropoffServiceMinutes: 6,
      couriers: [{ id: 'c1', start: { x: 10, y: 20 }, shiftStart: 0, shiftEnd: 90 }],
      orders: [
        {
          id: 'o1',
          restaurant: { x: 100, y: 200 },
          dropoff: { x: 1, y: 2 },
          placementTime: 30,
          readyTime: 42,
        },
      ],
    });
  });

  it('names the missing value and its file', () => {
    expect(() => parseMdrp({ ...files, restaurants: 'restaurant\tx\ty\n' })).toThrow(
      'orders.txt: o1 has the unknown restaurant r1',
    );
    expect(() => parseMdrp({ ...files, couriers: 'courier\tx\ty\nc1\t1\t2\n' })).toThrow(
      'couriers.txt: line 2 has no "on_time"',
    );
  });

  it('names the line of a value that is not a number', () => {
    const couriers = 'courier\tx\ty\ton_time\toff_time\n\nc1\t10\t20\tnoon\t90\n';
    expect(() => parseMdrp({ ...files, couriers })).toThrow(
      'couriers.txt: line 3 has no number in "on_time"',
    );
  });
});
