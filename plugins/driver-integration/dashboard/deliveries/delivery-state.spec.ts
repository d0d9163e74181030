import { isBeingCancelled } from './delivery-state';

const requested = {
  state: 'ASSIGNED' as const,
  mismatch: null,
  cancelRequestedAt: '2026-01-01T12:00:00Z',
  cancelRefusal: null,
};

it('treats a requested cancellation as pending until it is rejected', () => {
  expect(isBeingCancelled(requested)).toBe(true);
  expect(isBeingCancelled({ ...requested, cancelRequestedAt: null })).toBe(false);
  expect(isBeingCancelled({ ...requested, cancelRefusal: { code: 'ILLEGAL_TRANSITION' } })).toBe(false);
});

it('does not treat a cancellation as pending after the delivery has ended or for a mismatch', () => {
  expect(isBeingCancelled({ ...requested, state: 'FAILED' })).toBe(false);
  expect(isBeingCancelled({ ...requested, mismatch: 'The engine does not have it' })).toBe(false);
});
