import type { DriverSelf } from '@driver-dispatch/contract/messages';
import { findDutyChange } from './duty-change';

const at = (minutes: number) => new Date(minutes * 60_000).toISOString();
const offline: Pick<DriverSelf, 'status' | 'statusReason' | 'serverTime'> = {
  status: 'OFFLINE',
  serverTime: at(20),
};
const before = { serverTime: at(10) };

describe('findDutyChange', () => {
  it('ignores a driver who wants to be off duty, and one on duty', () => {
    expect(findDutyChange(offline, { wantsDuty: false, isLive: false, before })).toBe('none');
    const available = { ...offline, status: 'AVAILABLE' as const };
    expect(findDutyChange(available, { wantsDuty: true, isLive: false, before })).toBe('none');
  });

  it('resumes after a short loss of the connection', () => {
    expect(findDutyChange(offline, { wantsDuty: true, isLive: false, before })).toBe('resume');
  });

  it('does not resume after a long loss, without earlier data, or if another device ended the duty', () => {
    const longBefore = { serverTime: at(4) };
    const wantsDuty = true;
    expect(findDutyChange(offline, { wantsDuty, isLive: false, before: longBefore })).toBe('connection_lost');
    expect(findDutyChange(offline, { wantsDuty, isLive: false })).toBe('connection_lost');
    expect(findDutyChange(offline, { wantsDuty, isLive: true, before })).toBe('elsewhere');
  });

  it('does not resume while an operator holds the driver', () => {
    const held = { ...offline, statusReason: 'operator_hold' as const };
    expect(findDutyChange(held, { wantsDuty: true, isLive: false, before })).toBe('held');
  });
});
