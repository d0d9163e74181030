import { stateTime } from './state-time';

const assignedAt = '2026-01-01T12:00:00.000Z';
const endedAt = '2026-01-01T12:30:00.000Z';

describe('stateTime', () => {
  it('is the time of the end or of the assignment, and unknown for a pickup', () => {
    expect(stateTime({ state: 'DELIVERED', assignedAt, endedAt })).toBe(endedAt);
    expect(stateTime({ state: 'ASSIGNED', assignedAt, endedAt: null })).toBe(assignedAt);
    expect(stateTime({ state: 'PICKED_UP', assignedAt, endedAt: null })).toBeUndefined();
  });
});
