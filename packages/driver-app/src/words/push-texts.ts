import type { PushNotification } from '@driver-dispatch/contract/messages';

/** Texts of push notifications. */
export const PUSHES: Record<PushNotification['kind'], { title: string; body: string }> = {
  offered: {
    title: /* i18n */ 'New offer',
    body: /* i18n */ '{storeName}. Open the app to accept or decline it.',
  },
  assigned: {
    title: /* i18n */ 'New delivery',
    body: /* i18n */ 'Order {orderCode}, {storeName}',
  },
  cancelled: {
    title: /* i18n */ 'Delivery cancelled',
    body: /* i18n */ 'Order {orderCode} was cancelled. You no longer need to deliver it.',
  },
  reassigned: {
    title: /* i18n */ 'Delivery reassigned',
    body: /* i18n */ 'Order {orderCode} was reassigned to another driver.',
  },
  ended: {
    title: /* i18n */ 'Delivery ended',
    body: /* i18n */ 'The dispatcher has ended the delivery of order {orderCode}.',
  },
  message: {
    title: /* i18n */ 'Message from your dispatcher',
    body: /* i18n */ 'Order {orderCode}. Open the app to read it.',
  },
};

/** A kind of notification that this version of the app does not know. */
export const UNKNOWN_PUSH = {
  title: /* i18n */ 'Driver Dispatch',
  body: /* i18n */ 'Open the app to see what is new.',
};
