import type { DeliveryDetail, DeliveryOffer, DeliveryStep } from './delivery-detail-document';

/** An entry of the timeline: an event of the delivery, or an offer to a driver. */
export type TimelineEntry =
  | { kind: 'step'; key: string; at: string; step: DeliveryStep }
  | { kind: 'offer'; key: string; at: string; offer: DeliveryOffer };

/** The events and offers of a delivery, oldest first. Events of the same time keep their order. */
export function timelineEntries({ timeline, offers }: DeliveryDetail['engine']): TimelineEntry[] {
  return [
    ...timeline.map((step) => ({ kind: 'step' as const, key: step.eventId, at: step.at, step })),
    ...offers.map((offer) => ({ kind: 'offer' as const, key: offer.offerId, at: offer.offeredAt, offer })),
  ].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}
