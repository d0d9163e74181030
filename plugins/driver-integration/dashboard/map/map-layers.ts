import type { FleetDriver } from './fleet-queries';

/** Layers that can be switched on and off. */
export const MAP_LAYERS = ['free', 'busy', 'waiting', 'stores'] as const;

export type MapLayer = (typeof MAP_LAYERS)[number];

export const layerOfDriver = ({ status }: Pick<FleetDriver, 'status'>): 'free' | 'busy' =>
  status === 'AVAILABLE' ? 'free' : 'busy';
