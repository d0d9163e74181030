import type { OfferRecord } from '@driver-dispatch/contract';

/** An offer whose driver may be hidden. */
export type ShownOffer = Omit<OfferRecord, 'driverId' | 'driverName'> & {
  driverId: string | null;
  driverName: string | null;
};

/** Hides the driver, who may belong to the platform or also serve other sellers, unless the driver has accepted the offer. */
export function hideDriver(offer: OfferRecord): ShownOffer {
  return offer.outcome === 'accepted' ? offer : { ...offer, driverId: null, driverName: null };
}
