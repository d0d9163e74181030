import type { ErrorCode } from '@driver-dispatch/contract/messages';
import type { StepAction } from '../storage/step';
import { refusalOf } from './refusal-text';

describe('refusalOf', () => {
  it('distinguishes a missing delivery from a shop that takes no images', () => {
    const action = { kind: 'complete' } as StepAction;
    const code = 'not_found';
    expect(refusalOf({ action, error: { code, details: { entity: 'delivery' } } })).toBe('not_yours');
    expect(refusalOf({ action, error: { code } })).toBe('image');
  });

  it.each<[StepAction['kind'], ErrorCode, string | undefined, string]>([
    ['complete', 'proof_refused', undefined, 'wrong_pin'],
    ['complete', 'proof_locked', undefined, 'pin_locked'],
    ['pick_up', 'illegal_transition', 'CANCELLED', 'cancelled'],
    ['complete', 'illegal_transition', 'FAILED', 'ended'],
    ['pick_up', 'driver_mismatch', undefined, 'not_yours'],
    ['complete', 'payload_too_large', undefined, 'image'],
    ['off_duty', 'illegal_transition', undefined, 'still_busy'],
    ['fail', 'internal', undefined, 'other'],
  ])('names the refusal of %s with %s', (kind, code, state, text) => {
    expect(refusalOf({ action: { kind } as StepAction, error: { code, details: { state } } })).toBe(text);
  });
});
