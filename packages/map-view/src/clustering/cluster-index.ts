import Supercluster from 'supercluster';
import type { Bounds, Point } from '../geometry/point';
import type { MapMarker, MapTone } from '../map/map-content';

/** Clustering radius in pixels. */
const RADIUS = 36;

/** Maximum zoom with clusters. Beyond it every marker is drawn. */
export const LAST_CLUSTERED_ZOOM = 16;

/** Several markers drawn as one. */
export interface MarkerCluster {
  /** Stays the same while the marker with the lowest id is the same. */
  key: string;
  point: Point;
  count: number;
  /** Number of markers per tone. */
  tones: Partial<Record<MapTone, number>>;
  /** The zoom at which the cluster splits. */
  expansionZoom: number;
}

export interface Visible {
  markers: MapMarker[];
  clusters: MarkerCluster[];
}

interface ClusterProperties {
  firstId: string;
  quiet: boolean;
  tones: Partial<Record<MapTone, number>>;
}

/** Spatial index of the markers of one group. */
class GroupIndex {
  private readonly index = new Supercluster<{ marker: MapMarker }, ClusterProperties>({
    radius: RADIUS,
    extent: 256,
    maxZoom: LAST_CLUSTERED_ZOOM,
    map: ({ marker }) => ({ firstId: marker.id, quiet: marker.quiet ?? false, tones: { [marker.tone]: 1 } }),
    reduce: (cluster, added) => {
      cluster.firstId = added.firstId < cluster.firstId ? added.firstId : cluster.firstId;
      cluster.quiet &&= added.quiet;
      cluster.tones = sum(cluster.tones, added.tones);
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
        key: `${this.group} of ${properties.firstId}`,
        point: { lat, lon },
        count: properties.point_count,
        tones: properties.tones,
        expansionZoom: this.index.getClusterExpansionZoom(properties.cluster_id),
      });
    }
  }
}

/** Spatial index of all markers. It limits the number of drawn elements by the size of the map. */
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

  /** Returns the markers and clusters to draw in an area at a zoom. */
  visibleIn(area: Bounds, zoom: number): Visible {
    const visible: Visible = { markers: [], clusters: [] };
    for (const group of this.groups) {
      group.addVisible(area, Math.floor(zoom), visible);
    }
    return visible;
  }
}

function sum(a: ClusterProperties['tones'], b: ClusterProperties['tones']): ClusterProperties['tones'] {
  const result = { ...a };
  for (const [tone, count] of Object.entries(b) as [MapTone, number][]) {
    result[tone] = (result[tone] ?? 0) + count;
  }
  return result;
}
