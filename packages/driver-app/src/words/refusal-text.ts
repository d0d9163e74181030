import type { Step, StepError } from '../storage/step';

/** Texts of refused steps. */
export const REFUSALS = {
  wrong_pin: /* i18n */ 'Order {orderCode}: the PIN is wrong. Ask the receiver again.',
  pin_locked: /* i18n */ 'Order {orderCode}: too many wrong PINs. Call your dispatcher.',
  cancelled: /* i18n */ 'Order {orderCode} was cancelled. You no longer need to deliver it.',
  ended: /* i18n */ 'Order {orderCode}: the delivery has already ended. Your entry was not used.',
  not_yours: /* i18n */ 'Order {orderCode} was reassigned to another driver. Your entry was not used.',
  image:
    /* i18n */ "Order {orderCode}: the shop did not accept the image. Enter the receiver's name instead.",
  message:
    /* i18n */ 'Order {orderCode}: your message was not sent, because the delivery is no longer yours or has ended.',
  still_busy: /* i18n */ 'You got a delivery before you went off duty.',
  other: /* i18n */ 'Order {orderCode}: your entry was not accepted. Call your dispatcher.',
};

/** Finds the text for a refused step. */
export function refusalOf({ action, error }: Pick<Step, 'action' | 'error'>): keyof typeof REFUSALS {
  const { code, details } = error ?? ({} as Partial<StepError>);
  if (action.kind === 'off_duty') {
    return 'still_busy';
  }
  if (action.kind === 'message') {
    return 'message';
  }
  switch (code) {
    case 'proof_refused':
      return 'wrong_pin';
    case 'proof_locked':
      return 'pin_locked';
    case 'illegal_transition':
      return details?.state === 'CANCELLED' ? 'cancelled' : 'ended';
    case 'driver_mismatch':
      return 'not_yours';
    case 'not_found':
      // Without a delivery in the details, the engine or the shop has no place for images.
      return details?.entity === 'delivery' || action.kind !== 'complete' ? 'not_yours' : 'image';
    case 'payload_too_large':
    case 'unsupported_encoding':
      return 'image';
    default:
      return 'other';
  }
}
