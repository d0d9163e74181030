import type { Point } from '@driver-dispatch/contract/messages';
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { AppState } from '../app/app-state';
import type { DriverApp } from '../app/driver-app';
import type { SignedInSession } from '../app/signed-in-session';

export const AppContext = createContext<DriverApp | undefined>(undefined);

export function useApp(): DriverApp {
  return useContext(AppContext)!;
}

/** The session of a screen that is displayed only to a signed-in driver. */
export function useSession(): SignedInSession {
  return useApp().session!;
}

export function useAppState(): AppState {
  const { store } = useApp();
  return useSyncExternalStore(
    (listener) => store.subscribe(listener),
    () => store.state,
  );
}

/** The location that the driver has set on the map of the demo. */
export function useChosenLocation(): Point | undefined {
  const { chosenLocation } = useApp();
  return useSyncExternalStore(
    (listener) => chosenLocation?.subscribe(listener) ?? (() => undefined),
    () => chosenLocation?.current,
  );
}
