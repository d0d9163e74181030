import type { DriverDelivery } from '../deliveries/driver-delivery.entity';

/** Columns with personal data of shopper, driver or dispatcher, and secrets. The name of the store remains. */
export const ERASED_COLUMNS = {
  customerName: null,
  dropoffStreet: null,
  trackingCode: null,
  submission: null,
  dropoffOverride: null,
  problem: null,
  cancelledBy: null,
  cancelReason: null,
  cancelRefusal: null,
  driverName: null,
  driverPhone: null,
  vehicle: null,
  deliveryPin: null,
  pinSecret: null,
  pinUserId: null,
  proof: null,
  endReason: null,
} satisfies Partial<DriverDelivery>;
