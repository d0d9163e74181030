import { startOfDay } from '../../display/start-of-day';
import type { DriverStatus } from '../driver-status';

/**
 * Returns how many minutes of today a driver was not offline. The day starts at midnight in the browser's time zone.
 *
 * @param history status changes, newest first. If it does not reach back to midnight, the time before it does not count
 */
export function minutesOnDuty(
  history: readonly { status: DriverStatus; at: string }[],
  now = new Date(),
): number {
  const midnight = startOfDay(now).getTime();
  let end = now.getTime();
  let onDuty = 0;
  for (const { status, at } of history) {
    const start = Math.min(end, Math.max(midnight, Date.parse(at)));
    onDuty += status === 'OFFLINE' ? 0 : end - start;
    end = start;
  }
  return Math.floor(onDuty / 60_000);
}
