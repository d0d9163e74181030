export type { DriverIntegrationOptions } from './configuration/options';
export { DeliveryRetryRequestedEvent } from './delivery/delivery-retry-requested.event';
export { DriverDeliveryAlertEvent } from './delivery/driver-delivery-alert.event';
export { DriverDeliveryEvent } from './delivery/driver-delivery-event.entity';
export { DRIVER_DELIVERY_STATES, type DriverDeliveryState } from './delivery/driver-delivery-state';
export { DriverDelivery, type MissingPlace } from './delivery/driver-delivery.entity';
export { DriverDeliveryStepEvent, type DeliveryStep } from './delivery/driver-delivery-step.event';
export { DriverDeliveryService } from './delivery/driver-delivery.service';
export { DRIVER_DELIVERY_HISTORY, type DriverDeliveryHistoryData } from './delivery/history-entry';
export { driverDeliveryPermission, driverPermission } from './api/permission';
export { DriverIntegrationPlugin } from './driver-integration.plugin';
export { EventApplierService } from './events/event-applier.service';
export { driverDeliveryFulfillmentHandler } from './fulfillment/driver-delivery-fulfillment-handler';
export { EngineHealthChangedEvent } from './health/engine-health-changed.event';
export type { GeocodingStrategy } from './locating/geocoding-strategy';
export { NoGeocodingStrategy } from './locating/no-geocoding-strategy';
export type { PickupPlace, PickupStrategy } from './locating/pickup-strategy';
export { DeliveryPinService } from './proof/delivery-pin.service';
export { DriverDeliveryProofImage } from './proof/driver-delivery-proof-image.entity';
export type { DeliveryPinStrategy } from './proof/delivery-pin-strategy';
export { NoDeliveryPinStrategy } from './proof/no-delivery-pin-strategy';
export { NumericDeliveryPinStrategy } from './proof/numeric-delivery-pin-strategy';
export { OriginalProofImagesStrategy } from './proof/original-proof-images-strategy';
export type { ProofOptions } from './proof/proof-options';
export {
  FulfillmentReadinessStrategy,
  MarkedReadyReadinessStrategy,
  OnPaymentReadinessStrategy,
} from './readiness/readiness-strategies';
export type { ReadinessMoment, ReadinessStrategy } from './readiness/readiness-strategy';
export { OpenDeliveriesService } from './submission/open-deliveries.service';
export { SUBMISSION_QUEUE, submissionBackoff } from './submission/submission-backoff';
export { SubmissionSweepService } from './submission/submission-sweep.service';
export { DispatchSweepService } from './sweep/dispatch-sweep.service';
export { DistanceEtaStrategy } from './tracking/distance-eta-strategy';
export type { EtaStrategy } from './tracking/eta-strategy';
export type { TrackingOptions } from './tracking/tracking-options';
export { DeliveryCancelRequestedEvent } from './trigger/delivery-cancel-requested.event';
export type { DriverDeliveryStrategy } from './trigger/driver-delivery-strategy';
export { EveryOrderDeliveryStrategy } from './trigger/every-order-delivery-strategy';
export { SellerOrderReadyEvent } from './trigger/seller-order-ready.event';
