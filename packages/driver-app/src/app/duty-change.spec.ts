import type { DriverSelf } from '@driver-dispatch/contract/messages';
import { findDutyChange } from './duty-change';

const at = (minutes: number) => new Date(minutes * 60_000).toISOString();
const expired: Pick<DriverSelf, 'status' | 'statusReason' | 'serverTime'> = {
  status: 'OFFLINE',
  statusReason: 'heartbeat_expired',
  serverTime: at(20),
};
const before = { serverTime: at(10) };
const wantsDuty = true;

describe('findDutyChange', () => {
  it('ignores a driver who wants to be off duty, and one on duty', () => {
    expect(findDutyChange(expired, { wantsDuty: false, before })).toBe('none');
    const available = { status: 'AVAILABLE' as const, serverTime: at(20) };
    expect(findDutyChange(available, { wantsDuty, before })).toBe('none');
  });

  it('resumes after the heartbeat has expired during a short loss of the connection', () => {
    expect(findDutyChange(expired, { wantsDuty, before })).toBe('resume');
  });

  it('does not resume after a long loss, without earlier data, or if another device ended the duty', () => {
    expect(findDutyChange(expired, { wantsDuty, before: { serverTime: at(4) } })).toBe('connection_lost');
    expect(findDutyChange(expired, { wantsDuty })).toBe('connection_lost');
    expect(findDutyChange({ ...expired, statusReason: undefined }, { wantsDuty, before })).toBe('elsewhere');
  });

  it('does not resume while an operator holds the driver', () => {
    const held = { ...expired, statusReason: 'operator_hold' as const };
    expect(findDutyChange(held, { wantsDuty, before })).toBe('held');
  });
});
