import fc from 'fast-check';
import type { MapMarker, MapTone } from '../map/map-content';
import { ClusterIndex } from './cluster-index';

const WORLD = { south: -85, west: -180, north: 85, east: 180 };

const marker = (id: string, lat: number, lon: number, rest: Partial<MapMarker> = {}): MapMarker => ({
  id,
  point: { lat, lon },
  group: 'drivers',
  label: id,
  tone: 'free',
  glyph: 'driver',
  ...rest,
});

describe('ClusterIndex', () => {
  const three = [
    marker('c', 52.5, 13.4),
    marker('a', 52.5001, 13.4, { tone: 'busy' }),
    marker('b', 52.5, 13.4001),
  ];

  it('clusters close markers with a count per tone and a stable key', () => {
    const { markers, clusters } = new ClusterIndex(three).visibleIn(WORLD, 10);
    expect(markers).toEqual([]);
    expect(clusters).toEqual([
      expect.objectContaining({ key: 'drivers of a', count: 3, tones: { free: 2, busy: 1 } }),
    ]);
  });

  it('expands a cluster at its expansion zoom', () => {
    const index = new ClusterIndex(three);
    const [cluster] = index.visibleIn(WORLD, 10).clusters;
    const inside = index.visibleIn(WORLD, cluster!.expansionZoom);
    expect(inside.markers.length + inside.clusters.length).toBeGreaterThan(1);
  });

  it('does not cluster beyond the last clustered zoom, even at the same point', () => {
    const index = new ClusterIndex([marker('a', 52.5, 13.4), marker('b', 52.5, 13.4)]);
    expect(
      index
        .visibleIn(WORLD, 17)
        .markers.map(({ id }) => id)
        .sort(),
    ).toEqual(['a', 'b']);
  });

  it('omits clusters of quiet markers', () => {
    const index = new ClusterIndex(three.map((each) => ({ ...each, quiet: true })));
    expect(index.visibleIn(WORLD, 10)).toEqual({ markers: [], clusters: [] });
    expect(index.visibleIn(WORLD, 17).markers).toHaveLength(3);
  });

  it('clusters groups separately and omits markers outside the area', () => {
    const index = new ClusterIndex([
      marker('driver', 52.5, 13.4),
      marker('store', 52.5, 13.4, { group: 'stores' }),
      marker('away', 48, 11),
    ]);
    const visible = index.visibleIn({ south: 52, west: 13, north: 53, east: 14 }, 12);
    expect(visible.markers.map(({ id }) => id).sort()).toEqual(['driver', 'store']);
  });

  it('counts every marker at every zoom', () => {
    const tone = fc.constantFrom<MapTone>('free', 'busy');
    const point = fc.record({
      lat: fc.double({ min: 52.3, max: 52.7, noNaN: true }),
      lon: fc.double({ min: 13, max: 14, noNaN: true }),
      tone,
    });
    fc.assert(
      fc.property(
        fc.array(point, { maxLength: 60 }),
        fc.double({ min: 0, max: 19, noNaN: true }),
        (points, zoom) => {
          const all = points.map(({ lat, lon, tone }, index) => marker(`${index}`, lat, lon, { tone }));
          const { markers, clusters } = new ClusterIndex(all).visibleIn(WORLD, zoom);
          const busy = clusters.reduce((total, { tones }) => total + (tones.busy ?? 0), 0);
          expect(markers.length + clusters.reduce((total, { count }) => total + count, 0)).toBe(all.length);
          expect(markers.filter(({ tone }) => tone === 'busy').length + busy).toBe(
            all.filter(({ tone }) => tone === 'busy').length,
          );
        },
      ),
    );
  });
});
