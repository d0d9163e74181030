import type { Point } from '@driver-dispatch/contract/messages';
import type { MapTiles } from '@driver-dispatch/map-view';

/** The contents of `config.json`, which the engine or a static host serves beside the app. */
export interface Configuration {
  /** URL of the engine; empty if the engine serves the app. */
  engineUrl: string;
  /** If set, drivers set their location by clicking on a map with these stores. */
  demo?: { stores?: readonly { name: string; point: Point }[] };
  mapTiles?: MapTiles;
}

const DEFAULT: Configuration = { engineUrl: '' };

/** Where the last configuration is kept. */
interface ConfigurationStorage {
  get(name: 'configuration'): Promise<Configuration | undefined>;
  set(name: 'configuration', configuration: Configuration): Promise<void>;
}

/** Timeout in ms, so that the app starts soon over a bad network. Longer if no configuration is stored. */
const TIMEOUT_MS = { stored: 3_000, first: 20_000 };

/**
 * Loads the configuration, or else returns the last one that was loaded: a guessed URL of the engine would give the
 * driver's steps to a stranger. A host without a `config.json` uses the engine on its own origin.
 *
 * @returns undefined if the first load fails
 */
export async function loadConfiguration(storage: ConfigurationStorage): Promise<Configuration | undefined> {
  const stored = await storage.get('configuration');
  try {
    const signal = AbortSignal.timeout(stored ? TIMEOUT_MS.stored : TIMEOUT_MS.first);
    const response = await fetch('config.json', { cache: 'no-cache', signal });
    if (response.status === 404) {
      return stored ?? DEFAULT;
    }
    const loaded = (await response.json()) as Configuration | null;
    // A captive portal or a maintenance page may answer anything.
    if (!response.ok || typeof loaded?.engineUrl !== 'string') {
      return stored;
    }
    // A full storage must not prevent the start.
    await storage.set('configuration', loaded).catch(() => undefined);
    return loaded;
  } catch {
    return stored;
  }
}
