import { isPlatform } from '../is-platform';
import { request } from '../live/live-query';
import { alertsDocument } from './alerts-document';
import type { AlertState } from './alert-kinds';

/**
 * How long an order waits, in ms, before the lack of a driver is an alert. The engine assigns an available driver at once, so
 * an order that waits longer has none within its search radius.
 */
const WITHOUT_DRIVER_AFTER_MS = 15_000;

let current: Promise<AlertState> | undefined;

/** Loads the state for the alerts. Vendure checks all alerts at the same time, and they share one request. */
export function loadAlertState(): Promise<AlertState> {
  current ??= requestState().finally(() => (current = undefined));
  return current;
}

async function requestState(): Promise<AlertState> {
  const now = Date.now();
  try {
    const state = await request(alertsDocument, {
      waitingBefore: new Date(now - WITHOUT_DRIVER_AFTER_MS).toISOString(),
      now: new Date(now).toISOString(),
    });
    return { ...state, isPlatform: isPlatform(state.activeChannel) };
  } catch (error) {
    const [first] = (error as { fieldErrors?: { extensions?: { code?: string } }[] }).fieldErrors ?? [];
    return first?.extensions?.code === 'FORBIDDEN' ? 'forbidden' : 'unreachable';
  }
}
