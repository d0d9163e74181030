export type { DriverIntegrationOptions } from './configuration/options';
export { DeliveryRetryRequestedEvent } from './deliveries/delivery-retry-requested.event';
export { DriverDeliveryAlertEvent } from './deliveries/driver-delivery-alert.event';
export { DriverDeliveryTimelineEntry } from './deliveries/driver-delivery-timeline-entry.entity';
export { DRIVER_DELIVERY_STATES, type DriverDeliveryState } from './deliveries/driver-delivery-state';
export {
  CustomDriverDeliveryFields,
  DriverDelivery,
  type MissingPlace,
} from './deliveries/driver-delivery.entity';
export { DriverDeliveryStepEvent, type DeliveryStep } from './deliveries/driver-delivery-step.event';
export { DriverDeliveryService } from './deliveries/driver-delivery.service';
export { DRIVER_DELIVERY_HISTORY, type DriverDeliveryHistoryData } from './deliveries/history-entry';
export { driverDeliveryPermission, driverPermission } from './api/permission';
export { DriverIntegrationPlugin } from './driver-integration.plugin';
export { EventApplierService } from './events/event-applier.service';
export { DeliveryActionsService } from './dispatcher/delivery-actions.service';
export { DriverAdminService, type Driver, type DriverDetails } from './dispatcher/driver-admin.service';
export { DriverSessionAdminService } from './dispatcher/driver-session-admin.service';
export { DriverTrackerAdminService } from './dispatcher/driver-tracker-admin.service';
export { driverDeliveryFulfillmentHandler } from './fulfillment/driver-delivery-fulfillment-handler';
export { EngineHealthChangedEvent } from './engine/engine-health-changed.event';
export type { GeocodingStrategy } from './configuration/geocoding-strategy';
export { NoGeocodingStrategy } from './configuration/no-geocoding-strategy';
export type { PickupPlace, PickupStrategy } from './configuration/pickup-strategy';
export { RetentionService } from './personal-data/retention.service';
export type { MismatchCode, Problem, ProblemCode } from './problems/problem';
export { ProblemError, RejectionError } from './problems/problem-error';
export { DeliveryPinService } from './proof/delivery-pin.service';
export { DriverDeliveryProofImage } from './proof/driver-delivery-proof-image.entity';
export type { DeliveryPinStrategy } from './configuration/delivery-pin-strategy';
export { NoDeliveryPinStrategy } from './configuration/no-delivery-pin-strategy';
export { NumericDeliveryPinStrategy } from './configuration/numeric-delivery-pin-strategy';
export { OriginalProofImagesStrategy } from './proof/original-proof-images-strategy';
export type { ProofOptions } from './configuration/proof-options';
export {
  FulfillmentReadinessStrategy,
  MarkedReadyReadinessStrategy,
  OnPaymentReadinessStrategy,
} from './configuration/readiness-strategies';
export type { ReadinessMoment, ReadinessStrategy } from './configuration/readiness-strategy';
export { NoRequirementsStrategy } from './configuration/no-requirements-strategy';
export type { RequirementsStrategy } from './configuration/requirements-strategy';
export { VariantRequirementsStrategy } from './configuration/variant-requirements-strategy';
export { SELLER_PERMISSIONS, sellerRoleCode } from './roles/seller-permissions';
export { OpenDeliveriesService } from './submission/open-deliveries.service';
export { SUBMISSION_QUEUE, submissionBackoff } from './submission/submission-backoff';
export { SubmissionSweepService } from './submission/submission-sweep.service';
export { DispatchSweepService } from './sweep/dispatch-sweep.service';
export { DistanceEtaStrategy, type DistanceEtaOptions } from './configuration/distance-eta-strategy';
export { DurationPromisedTimeStrategy } from './configuration/duration-promised-time-strategy';
export type { LocatedPlaces, PromisedTimeStrategy } from './configuration/promised-time-strategy';
export type { EtaStrategy } from './configuration/eta-strategy';
export type { TrackingOptions } from './configuration/tracking-options';
export { TrackingService } from './tracking/tracking.service';
export { DeliveryCancelRequestedEvent } from './trigger/delivery-cancel-requested.event';
export type { DriverDeliveryStrategy } from './configuration/driver-delivery-strategy';
export { EveryOrderDeliveryStrategy } from './configuration/every-order-delivery-strategy';
export { SellerOrderReadyEvent } from './trigger/seller-order-ready.event';
