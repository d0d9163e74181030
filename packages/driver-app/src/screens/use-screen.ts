import { useSyncExternalStore } from 'react';

/** Screens of a signed-in driver. `home`: the delivery, or the duty without one. */
const SCREENS = ['home', 'proof', 'fail', 'messages', 'unsent', 'today', 'tracking', 'sign-out'] as const;

export type Screen = (typeof SCREENS)[number];

/** The screen that the URL names. The back button of the device goes to the previous one. */
export function useScreen(): Screen {
  return useSyncExternalStore(subscribe, readScreen);
}

export function hrefOf(screen: Screen): string {
  return screen === 'home' ? '#/' : `#/${screen}`;
}

export function goTo(screen: Screen): void {
  location.hash = hrefOf(screen);
}

/** Whether the driver enters data that a reload of the page would delete. */
export function isEntering(): boolean {
  return ['proof', 'fail', 'messages'].includes(readScreen());
}

function readScreen(): Screen {
  const name = location.hash.replace('#/', '');
  return SCREENS.find((screen) => screen === name) ?? 'home';
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
