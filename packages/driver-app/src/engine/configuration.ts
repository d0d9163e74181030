import type { Point } from '@driver-dispatch/contract/messages';
import type { MapTiles } from '@driver-dispatch/map-view';

/** The contents of `config.json`, which the engine or a static host serves beside the app. */
export interface Configuration {
  /** URL of the engine; empty if the engine serves the app. */
  engineUrl: string;
  /** Whether the driver sets the location by clicking on a map. */
  demo: boolean;
  /** Points around which the map of the demo opens. */
  around: readonly Point[];
  mapTiles?: MapTiles;
}

const DEFAULTS: Configuration = { engineUrl: '', demo: false, around: [] };

/** Loads the configuration. Without one, the app uses the engine on its own origin. */
export async function loadConfiguration(): Promise<Configuration> {
  try {
    const response = await fetch('config.json', { cache: 'no-cache' });
    const loaded = response.ok ? ((await response.json()) as Partial<Configuration>) : {};
    return { ...DEFAULTS, ...loaded };
  } catch {
    return DEFAULTS;
  }
}
