import type { DriverSelf } from '@driver-dispatch/contract/messages';
import type { OffDutyReason } from './app-state';

/** Maximum time without a connection in ms after which the driver goes on duty again with the connection. */
const RESUME_WITHIN_MS = 15 * 60_000;

/** What to do after the engine's data shows the driver off duty. */
export type DutyChange = 'none' | 'resume' | OffDutyReason;

interface Known {
  /** Whether the driver wants to be on duty. */
  wantsDuty: boolean;
  /** The data before. */
  before?: Pick<DriverSelf, 'serverTime'>;
}

/** Decides why the engine's data shows a driver off duty who wants to be on duty. */
export function findDutyChange(
  self: Pick<DriverSelf, 'status' | 'statusReason' | 'serverTime'>,
  { wantsDuty, before }: Known,
): DutyChange {
  if (!wantsDuty || self.status !== 'OFFLINE') {
    return 'none';
  }
  if (self.statusReason === 'operator_hold') {
    return 'held';
  }
  if (self.statusReason !== 'heartbeat_expired') {
    return 'elsewhere';
  }
  const silentMs = before ? Date.parse(self.serverTime) - Date.parse(before.serverTime) : Infinity;
  return silentMs <= RESUME_WITHIN_MS ? 'resume' : 'connection_lost';
}
