import { LatLng, LatLngBounds } from 'leaflet';
import type { Bounds, Point } from './point';

export const latLng = ({ lat, lon }: Point): LatLng => new LatLng(lat, lon);

export const latLngBounds = ({ south, west, north, east }: Bounds): LatLngBounds =>
  new LatLngBounds([south, west], [north, east]);

export const boundsFrom = (bounds: LatLngBounds): Bounds => ({
  south: bounds.getSouth(),
  west: bounds.getWest(),
  north: bounds.getNorth(),
  east: bounds.getEast(),
});
