import type { FleetDriver } from './fleet-queries';

/** What can be shown and left out. */
export const MAP_LAYERS = ['free', 'busy', 'waiting', 'stores'] as const;

export type MapLayer = (typeof MAP_LAYERS)[number];

/** Drivers who carry a delivery are shown with it. */
export const layerOfDriver = ({ status }: Pick<FleetDriver, 'status'>): 'free' | 'busy' =>
  status === 'AVAILABLE' ? 'free' : 'busy';
