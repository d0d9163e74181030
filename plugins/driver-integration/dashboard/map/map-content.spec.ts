import type { FleetDelivery, FleetDriver, MapPlace } from './fleet-queries';
import { mapContentOf } from './map-content';
import { MAP_LAYERS, type MapLayer } from './map-layers';

const at = (lat: number) => ({ lat, lon: 13 });
const names = {
  driver: ({ name }: FleetDriver) => name,
  store: (name: string) => name,
  door: ({ orderCode }: FleetDelivery) => orderCode,
};
const driver = (driverId: string, rest: Partial<FleetDriver> = {}): FleetDriver =>
  ({ driverId, name: driverId, status: 'AVAILABLE', point: at(1), ...rest }) as FleetDriver;
const delivery = (id: string, rest: Partial<FleetDelivery> = {}): FleetDelivery =>
  ({
    id, orderCode: `order ${id}`, state: 'ASSIGNED', driverId: 'ada',
    pickup: { name: 'Bakery', point: at(2) },
    dropoff: { name: 'Door', point: at(3) },
    ...rest,
  }) as FleetDelivery;
const bakery: MapPlace = { id: '7', name: 'Bakery', point: at(2) };

const contentOf = (
  fleet: { drivers?: FleetDriver[]; deliveries?: FleetDelivery[] },
  places: MapPlace[] = [],
  shown: readonly MapLayer[] = MAP_LAYERS,
) => mapContentOf({ drivers: [], deliveries: [], ...fleet }, places, new Set(shown), names);
const ada = driver('ada', { status: 'BUSY' });

describe('mapContentOf', () => {
  it('has each driver who has a place, coloured by state', () => {
    const { markers } = contentOf({ drivers: [driver('free'), ada, driver('nowhere', { point: null })] });
    expect(markers.map(({ id, tone }) => [id, tone])).toEqual([
      ['driver:free', 'free'],
      ['driver:ada', 'busy'],
    ]);
  });

  it('leads from the driver to the store, and dashed from there to the door', () => {
    const { lines } = contentOf({ drivers: [ada], deliveries: [delivery('1')] });
    expect(lines).toEqual([
      expect.objectContaining({
        points: [at(1), at(2)],
        from: 'driver:ada',
        of: ['delivery:1', 'driver:ada'],
        tone: 'busy',
      }),
      expect.objectContaining({ points: [at(2), at(3)], tone: 'goal', dashed: true }),
    ]);
  });

  it('leads from the driver to the door once it is picked up', () => {
    const { lines } = contentOf({ drivers: [ada], deliveries: [delivery('1', { state: 'PICKED_UP' })] });
    expect(lines).toEqual([expect.objectContaining({ points: [at(1), at(3)], from: 'driver:ada' })]);
  });

  it('shows the way of what waits, without a driver', () => {
    const waiting = delivery('1', { state: 'PENDING', driverId: null });
    const { markers, lines } = contentOf({ deliveries: [waiting] });
    expect(lines).toEqual([
      expect.objectContaining({ points: [at(2), at(3)], tone: 'waiting', dashed: true }),
    ]);
    expect(markers).toContainEqual(
      expect.objectContaining({ id: 'delivery:1', tone: 'waiting', glyph: 'door' }),
    );
  });

  it('draws no line to a place that is not known', () => {
    const nowhere = delivery('1', { state: 'NOT_LOCATED', driverId: null, dropoff: null });
    const { markers, lines } = contentOf({ deliveries: [nowhere] });
    expect(lines).toEqual([]);
    expect(markers.map(({ glyph }) => glyph)).toEqual(['store']);
  });

  it('has each store once, those of the deliveries too', () => {
    const elsewhere = delivery('2', { pickup: { name: 'Kiosk', point: at(9) } });
    const { markers } = contentOf({ deliveries: [delivery('1'), elsewhere, elsewhere] }, [bakery]);
    const stores = markers.filter(({ glyph }) => glyph === 'store');
    expect(stores.map(({ id, label }) => [id, label])).toEqual([
      ['store:7', 'Bakery'],
      ['store:9,13', 'Kiosk'],
    ]);
  });

  it.each([
    ['free', ['driver:free']],
    ['busy', ['driver:ada', 'delivery:1']],
    ['waiting', ['delivery:2']],
    ['stores', ['store:7']],
  ] as const)('shows of %s only what belongs to it', (layer, ids) => {
    const fleet = {
      drivers: [driver('free'), ada],
      deliveries: [delivery('1'), delivery('2', { state: 'PENDING', driverId: null })],
    };
    expect(contentOf(fleet, [bakery], [layer]).markers.map(({ id }) => id)).toEqual(ids);
  });
});
