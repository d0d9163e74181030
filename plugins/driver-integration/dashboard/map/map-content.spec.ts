import type { FleetDelivery, FleetDriver, MapPlace } from './fleet-queries';
import { createMapContent } from './map-content';
import { MAP_LAYERS, type MapLayer } from './map-layers';

const at = (lat: number) => ({ lat, lon: 13 });
const markerLabels = {
  driver: ({ name }: FleetDriver) => name,
  store: (name: string) => name,
  dropoff: ({ orderCode }: FleetDelivery) => orderCode,
};
const driver = (driverId: string, rest: Partial<FleetDriver> = {}): FleetDriver =>
  ({ driverId, name: driverId, status: 'AVAILABLE', point: at(1), ...rest }) as FleetDriver;
const delivery = (id: string, rest: Partial<FleetDelivery> = {}): FleetDelivery =>
  ({
    id,
    orderCode: `order ${id}`,
    state: 'ASSIGNED',
    driverId: 'ada',
    pickup: { name: 'Bakery', point: at(2) },
    dropoff: { name: 'Door', point: at(3) },
    noProgressSince: null,
    driverSilentSince: null,
    noShowSince: null,
    promisedAt: null,
    ...rest,
  }) as FleetDelivery;
const bakery: MapPlace = { id: '7', name: 'Bakery', point: at(2) };

const createContent = (
  fleet: { drivers?: FleetDriver[]; deliveries?: FleetDelivery[] },
  places: MapPlace[] = [],
  shown: readonly MapLayer[] = MAP_LAYERS,
  assignable = true,
) =>
  createMapContent(
    { drivers: [], deliveries: [], ...fleet },
    places,
    new Set(shown),
    markerLabels,
    assignable,
  );
const ada = driver('ada', { status: 'BUSY' });

describe('createMapContent', () => {
  it('shows drivers with a location, coloured by status', () => {
    const { markers } = createContent({ drivers: [driver('free'), ada, driver('nowhere', { point: null })] });
    expect(markers.map(({ id, tone }) => [id, tone])).toEqual([
      ['driver:free', 'free'],
      ['driver:ada', 'busy'],
    ]);
  });

  it('names the drivers of a small fleet', () => {
    const names = (count: number) =>
      createContent({ drivers: Array.from({ length: count }, (_, index) => driver(`${index}`)) }).markers.map(
        ({ name }) => name,
      );
    expect(names(2)).toEqual(['0', '1']);
    expect(new Set(names(21))).toEqual(new Set([undefined]));
  });

  it('draws a line from the driver to the pickup, and a dashed one on to the drop-off', () => {
    const { lines } = createContent({ drivers: [ada], deliveries: [delivery('1')] });
    expect(lines).toEqual([
      expect.objectContaining({
        points: [at(1), at(2)],
        from: 'driver:ada',
        of: ['delivery:1', 'driver:ada'],
        tone: 'busy',
      }),
      expect.objectContaining({ points: [at(2), at(3)], tone: 'dropoff', dashed: true }),
    ]);
  });

  it('draws a line from the driver to the drop-off after the pickup', () => {
    const { lines } = createContent({ drivers: [ada], deliveries: [delivery('1', { state: 'PICKED_UP' })] });
    expect(lines).toEqual([expect.objectContaining({ points: [at(1), at(3)], from: 'driver:ada' })]);
  });

  it('draws the route of a waiting delivery without a driver', () => {
    const waiting = delivery('1', { state: 'PENDING', driverId: null });
    const { markers, lines } = createContent({ deliveries: [waiting] });
    expect(lines).toEqual([
      expect.objectContaining({ points: [at(2), at(3)], tone: 'waiting', dashed: true }),
    ]);
    expect(markers).toContainEqual(
      expect.objectContaining({ id: 'delivery:1', tone: 'waiting', glyph: 'dropoff' }),
    );
  });

  it('draws a dashed line from a driver with an offer to the pickup', () => {
    const openOffer = { driverId: 'ada', driverName: 'Ada', endsAt: '2026-01-01T00:00:00Z' };
    const waiting = delivery('1', { state: 'PENDING', driverId: null, openOffer });
    const { lines } = createContent({ drivers: [ada], deliveries: [waiting] });
    expect(lines[0]).toMatchObject({
      points: [at(1), at(2)],
      from: 'driver:ada',
      tone: 'waiting',
      dashed: true,
    });
  });

  it('hides clusters of drop-offs, except those of waiting and urgent deliveries', () => {
    const deliveries = [
      delivery('1'),
      delivery('2', { state: 'PENDING', driverId: null }),
      delivery('3', { noProgressSince: '2026-01-01T00:00:00Z' }),
      delivery('4', { promisedAt: '2026-01-01T00:00:00Z' }),
      delivery('5', { promisedAt: '2999-01-01T00:00:00Z' }),
    ];
    const { markers } = createContent({ drivers: [ada], deliveries }, [], ['busy', 'waiting']);
    expect(markers.filter(({ glyph }) => glyph === 'dropoff')).toEqual([
      expect.objectContaining({ id: 'delivery:1', group: 'dropoff', quiet: true }),
      expect.objectContaining({ id: 'delivery:2', group: 'waiting', quiet: false }),
      expect.objectContaining({ id: 'delivery:3', group: 'late', quiet: false }),
      expect.objectContaining({ id: 'delivery:4', group: 'late', quiet: false }),
      expect.objectContaining({ id: 'delivery:5', group: 'dropoff', quiet: true }),
    ]);
  });

  it('separates the markers of orders to one address', () => {
    const waiting = ['1', '2', '3'].map((id) => delivery(id, { state: 'PENDING', driverId: null }));
    const { markers } = createContent({ deliveries: waiting }, [], ['waiting']);
    expect(new Set(markers.map(({ point }) => `${point.lat} ${point.lon}`)).size).toBe(3);
    for (const { point } of markers) {
      expect(Math.abs(point.lat - 3)).toBeLessThan(0.0002);
    }
  });

  it.each([{ driverSilentSince: '2026-01-01T00:00:00Z' }, { promisedAt: '2026-01-01T00:00:00Z' }])(
    'marks the lines of a delivery with %j as urgent',
    (times) => {
      const late = delivery('1', times);
      const { lines } = createContent({ drivers: [ada], deliveries: [late, delivery('2')] });
      expect(lines.map(({ of, tone, urgent }) => [of?.[0], tone, urgent])).toEqual([
        ['delivery:1', 'late', true],
        ['delivery:1', 'late', true],
        ['delivery:2', 'busy', false],
        ['delivery:2', 'dropoff', false],
      ]);
    },
  );

  it('draws no line without a drop-off location', () => {
    const nowhere = delivery('1', { state: 'NOT_LOCATED', driverId: null, dropoff: null });
    const { markers, lines } = createContent({ deliveries: [nowhere] });
    expect(lines).toEqual([]);
    expect(markers.map(({ glyph }) => glyph)).toEqual(['store']);
  });

  it('shows each store once, including pickups that are not stores', () => {
    const elsewhere = delivery('2', { pickup: { name: 'Kiosk', point: at(9) } });
    const { markers } = createContent({ deliveries: [delivery('1'), elsewhere, elsewhere] }, [bakery]);
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
  ] as const)('shows only the markers of the layer %s', (layer, ids) => {
    const fleet = {
      drivers: [driver('free'), ada],
      deliveries: [delivery('1'), delivery('2', { state: 'PENDING', driverId: null })],
    };
    expect(createContent(fleet, [bakery], [layer]).markers.map(({ id }) => id)).toEqual(ids);
  });

  it('lets waiting deliveries be dragged onto drivers', () => {
    const fleet = {
      drivers: [ada],
      deliveries: [delivery('1', { state: 'PENDING', driverId: null }), delivery('2')],
    };
    const draggable = (assignable: boolean) =>
      createContent(fleet, [], MAP_LAYERS, assignable).markers.filter((marker) => marker.draggable);
    expect(draggable(true).map(({ id }) => id)).toEqual(['delivery:1']);
    expect(draggable(false)).toEqual([]);
    expect(
      createContent(fleet)
        .markers.filter(({ target }) => target)
        .map(({ id }) => id),
    ).toEqual(['driver:ada']);
  });
});
