import { isBeingCancelled } from './delivery-state';

const requested = {
  state: 'ASSIGNED' as const,
  mismatch: null,
  cancelRequestedAt: '2026-01-01T12:00:00Z',
  cancelRefusal: null,
};

it('counts a requested cancellation until it is answered', () => {
  expect(isBeingCancelled(requested)).toBe(true);
  expect(isBeingCancelled({ ...requested, cancelRequestedAt: null })).toBe(false);
  expect(isBeingCancelled({ ...requested, cancelRefusal: 'Too late' })).toBe(false);
});

it('does not count a cancellation of a delivery that has ended, or that the engine has otherwise', () => {
  expect(isBeingCancelled({ ...requested, state: 'FAILED' })).toBe(false);
  expect(isBeingCancelled({ ...requested, mismatch: 'The engine has lost it' })).toBe(false);
});
