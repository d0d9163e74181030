import Supercluster from 'supercluster';
import type { Bounds, Point } from '../geometry/point';
import type { MapMarker, MapTone } from '../map/map-content';

/** Pixels within which markers become one. */
const RADIUS = 36;

/** The deepest zoom at which markers become one: beyond it each is seen, wherever it is. */
export const LAST_CLUSTERED_ZOOM = 16;

/** Several markers drawn as one. */
export interface MarkerCluster {
  /** The same as long as the same marker is the first of it. */
  key: string;
  point: Point;
  count: number;
  /** How many have which colour. */
  tones: Partial<Record<MapTone, number>>;
  /** The zoom at which it falls apart. */
  expansionZoom: number;
}

export interface Visible {
  markers: MapMarker[];
  clusters: MarkerCluster[];
}

interface Gathered {
  first: string;
  quiet: boolean;
  tones: Partial<Record<MapTone, number>>;
}

/** The markers of one group by place and zoom. */
class GroupIndex {
  private readonly index = new Supercluster<{ marker: MapMarker }, Gathered>({
    radius: RADIUS,
    extent: 256,
    maxZoom: LAST_CLUSTERED_ZOOM,
    map: ({ marker }) => ({ first: marker.id, quiet: marker.quiet ?? false, tones: { [marker.tone]: 1 } }),
    reduce: (gathered, added) => {
      gathered.first = added.first < gathered.first ? added.first : gathered.first;
      gathered.quiet &&= added.quiet;
      gathered.tones = sum(gathered.tones, added.tones);
    },
  });

  constructor(
    private readonly group: string,
    markers: readonly MapMarker[],
  ) {
    this.index.load(
      markers.map((marker) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [marker.point.lon, marker.point.lat] },
        properties: { marker },
      })),
    );
  }

  addVisible({ west, south, east, north }: Bounds, zoom: number, visible: Visible): void {
    for (const { geometry, properties } of this.index.getClusters([west, south, east, north], zoom)) {
      if (!('cluster' in properties)) {
        visible.markers.push(properties.marker);
        continue;
      }
      if (properties.quiet) {
        continue;
      }
      const [lon = 0, lat = 0] = geometry.coordinates;
      visible.clusters.push({
        key: `${this.group} of ${properties.first}`,
        point: { lat, lon },
        count: properties.point_count,
        tones: properties.tones,
        expansionZoom: this.index.getClusterExpansionZoom(properties.cluster_id),
      });
    }
  }
}

/** All markers by place and zoom, so that what is drawn depends on the size of the map and not on their number. */
export class ClusterIndex {
  private readonly groups: GroupIndex[];

  constructor(markers: readonly MapMarker[]) {
    const byGroup = new Map<string, MapMarker[]>();
    for (const marker of markers) {
      const group = byGroup.get(marker.group);
      if (group) {
        group.push(marker);
      } else {
        byGroup.set(marker.group, [marker]);
      }
    }
    this.groups = [...byGroup].map(([name, members]) => new GroupIndex(name, members));
  }

  /** What is to be drawn of an area at a zoom. */
  visibleIn(area: Bounds, zoom: number): Visible {
    const visible: Visible = { markers: [], clusters: [] };
    for (const group of this.groups) {
      group.addVisible(area, Math.floor(zoom), visible);
    }
    return visible;
  }
}

function sum(a: Gathered['tones'], b: Gathered['tones']): Gathered['tones'] {
  const result = { ...a };
  for (const [tone, count] of Object.entries(b) as [MapTone, number][]) {
    result[tone] = (result[tone] ?? 0) + count;
  }
  return result;
}
