import type { Map as LeafletMap } from 'leaflet';
import type { MapMarker } from '../map/map-content';
import { MarkerLayer } from './marker-layer';

type Handler = () => void;

/** Markers without a browser. As in Leaflet, a marker whose dragging is disabled emits no events of a drag. */
jest.mock('leaflet', () => {
  class LatLng {
    constructor(
      readonly lat: number,
      readonly lng: number,
    ) {}
  }
  class Marker {
    private readonly handlers = new Map<string, Handler>();
    private draggable = false;
    readonly dragging = {
      enable: () => (this.draggable = true),
      disable: () => (this.draggable = false),
    };
    private icon: unknown;
    constructor(private position: LatLng) {}
    addTo(map: { markers: Marker[] }) {
      if (!this.icon) {
        throw new Error('Leaflet would load its own icon');
      }
      map.markers.push(this);
      return this;
    }
    on(event: string, handler: Handler) {
      this.handlers.set(event, handler);
      return this;
    }
    drag(event: string, position: LatLng) {
      if (this.draggable) {
        this.position = position;
        this.handlers.get(event)?.();
      }
    }
    getLatLng = () => this.position;
    setLatLng = (position: LatLng) => (this.position = position);
    getElement = () => undefined;
    off = () => this;
    unbindTooltip = () => this;
    bindTooltip = () => this;
    getTooltip = () => undefined;
    setIcon = (icon: unknown) => {
      this.icon = icon;
      return this;
    };
    setZIndexOffset = () => this;
  }
  return { LatLng, Marker, DivIcon: class {}, LatLngBounds: class {} };
});

interface DraggedMarker {
  drag: (event: 'dragstart' | 'dragend', position: { lat: number; lng: number }) => void;
  getLatLng: () => { lat: number; lng: number };
}

const STORE = { lat: 0, lng: 0 };
const DRIVER = { lat: 10, lng: 0 };

const marker = (id: string, { lat, lng }: typeof STORE, more: Partial<MapMarker> = {}): MapMarker => ({
  id,
  group: id,
  point: { lat, lon: lng },
  label: id,
  tone: 'free',
  glyph: 'driver',
  ...more,
});

describe('MarkerLayer', () => {
  const { document } = globalThis;

  beforeAll(() => {
    Object.assign(globalThis, { document: { activeElement: null, createElement: () => ({}) } });
  });

  afterAll(() => {
    Object.assign(globalThis, { document });
  });

  /** Draws an order and a driver, and drags the order to the driver. The map is refreshed during the drag. */
  function dragOrder(draggable: boolean) {
    const markers: DraggedMarker[] = [];
    const classes = new Set<string>();
    const toggle = (name: string, on: boolean) => (on ? classes.add(name) : classes.delete(name));
    const map = {
      markers,
      getContainer: () => ({ classList: { toggle } }),
      latLngToLayerPoint: ({ lat, lng }: typeof STORE) => ({ x: lng, y: lat }),
    };
    const drop = jest.fn();
    const actions = { select: jest.fn(), drop, open: jest.fn(), clusterLabel: () => '' };
    const layer = new MarkerLayer(map as unknown as LeafletMap, actions);
    const show = (order: Partial<MapMarker>) =>
      layer.show(
        {
          markers: [marker('order', STORE, order), marker('driver', DRIVER, { target: true })],
          clusters: [],
        },
        ({ point }) => point,
      );
    show({ draggable: true });
    const order = markers[0]!;
    order.drag('dragstart', STORE);
    show({ draggable });
    order.drag('dragend', DRIVER);
    return { order, drop, classes };
  }

  it('reports a drop on a target after a refresh during the drag', () => {
    const { order, drop } = dragOrder(true);
    expect(drop).toHaveBeenCalledWith('order', 'driver');
    expect(order.getLatLng()).toMatchObject(STORE);
  });

  it('moves a marker back that is no longer draggable, without a drop', () => {
    const { order, drop, classes } = dragOrder(false);
    expect(order.getLatLng()).toMatchObject(STORE);
    expect(classes).toEqual(new Set());
    expect(drop).not.toHaveBeenCalled();
    order.drag('dragstart', DRIVER);
    expect(order.getLatLng()).toMatchObject(STORE);
  });
});
