import type {
  DeliveryDetail,
  DeliveryMessage,
  DeliveryOffer,
  DeliveryStep,
} from './delivery-detail-document';

/** An entry of the timeline: an event of the delivery, an offer to a driver, or a message from or to a driver. */
export type TimelineEntry =
  | { kind: 'step'; key: string; at: string; step: DeliveryStep }
  | { kind: 'offer'; key: string; at: string; offer: DeliveryOffer }
  | { kind: 'message'; key: string; at: string; message: DeliveryMessage };

/** The events, offers and messages of a delivery, oldest first. Events of the same time keep their order. */
export function timelineEntries({ timeline, offers, messages }: DeliveryDetail['engine']): TimelineEntry[] {
  return [
    ...timeline.map((step) => ({ kind: 'step' as const, key: step.eventId, at: step.at, step })),
    ...offers.map((offer) => ({ kind: 'offer' as const, key: offer.offerId, at: offer.offeredAt, offer })),
    ...messages.map((message) => ({
      kind: 'message' as const,
      key: message.messageId,
      at: message.sentAt,
      message,
    })),
  ].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}
