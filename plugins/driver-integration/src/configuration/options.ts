import { mapTilesError, type EngineConnection, type MapTiles } from '@driver-dispatch/contract';
import type { Order } from '@vendure/core';
import { instructionsOfAddress } from './instructions-of-address';
import type { GeocodingStrategy } from './geocoding-strategy';
import { NoGeocodingStrategy } from './no-geocoding-strategy';
import type { PickupStrategy } from './pickup-strategy';
import { proofWithDefaults, type ProofOptions } from './proof-options';
import { NoRequirementsStrategy } from './no-requirements-strategy';
import { OnPaymentReadinessStrategy } from './readiness-strategies';
import type { ReadinessStrategy } from './readiness-strategy';
import type { RequirementsStrategy } from './requirements-strategy';
import { trackingWithDefaults, type TrackingConfiguration, type TrackingOptions } from './tracking-options';
import type { DriverDeliveryStrategy } from './driver-delivery-strategy';
import { EveryOrderDeliveryStrategy } from './every-order-delivery-strategy';

export interface DriverIntegrationOptions {
  /**
   * The engine that assigns drivers: a separate service (`httpEngine`), or an engine in this process
   * (`inProcessEngine`).
   */
  engine: EngineConnection;
  /**
   * Determines the pickup of a seller order, for example `StockLocationPickupStrategy` of the seller-store-info plugin.
   */
  pickupStrategy: PickupStrategy;
  /**
   * Geocodes addresses without coordinates.
   *
   * @default NoGeocodingStrategy: such an order is `NOT_LOCATED` until an operator sets the drop-off
   */
  geocodingStrategy?: GeocodingStrategy;
  /**
   * Maximum distance between the coordinates of a shipping address and its geocode, in metres. Beyond it the delivery is
   * `NOT_LOCATED` until an operator sets the drop-off. Without `geocodingStrategy`, coordinates are not checked.
   *
   * @default 5000
   */
  maxCoordinateDeviationMetres?: number;
  /**
   * Note of the shopper to the driver, truncated to 1000 characters. It is shown in the driver app and the dashboard.
   *
   * @default the custom field `deliveryInstructions` of the shipping address
   * @example
   * ```ts
   * deliveryInstructions: (order) => order.customFields.noteToDriver
   * ```
   */
  deliveryInstructions?: (order: Order) => string | null | undefined;
  /**
   * Decides which orders are delivered by a driver.
   *
   * @default EveryOrderDeliveryStrategy
   * @example
   * ```ts
   * driverDeliveryStrategy: {
   *   isForDriver: (ctx, order) => order.shippingLines.some(l => l.shippingMethod?.code === 'driver'),
   * }
   * ```
   */
  driverDeliveryStrategy?: DriverDeliveryStrategy;
  /**
   * Determines what an order requires of its driver. `VariantRequirementsStrategy` reads vehicle kinds, tags and weight from
   * custom fields of the product variants, which the plugin then adds.
   *
   * @default NoRequirementsStrategy
   */
  requirementsStrategy?: RequirementsStrategy;
  /**
   * Decides when an order is ready for a driver: on payment, when an administrator marks it
   * (`MarkedReadyReadinessStrategy`), when a fulfillment is created with the `driverDeliveryFulfillmentHandler`
   * (`FulfillmentReadinessStrategy`), or by a custom strategy.
   *
   * @default OnPaymentReadinessStrategy
   */
  readinessStrategy?: ReadinessStrategy;
  /**
   * Whether pickup transitions the order to Shipped and drop-off to Delivered, with a fulfillment of all order lines. An
   * aggregate order is updated with its seller orders. When false, order states are not changed.
   *
   * @default false
   */
  transitionOrders?: boolean;
  /**
   * Whether dispatchers may reassign a delivery before pickup. The engine's option `assignment.reassignment` must be
   * enabled too.
   *
   * @default false
   */
  reassignment?: boolean;
  /**
   * Maximum age of a paid order, in minutes since it was placed, for which the sweep creates a missing delivery. Deliveries
   * are missing, for example, if another plugin replaced the order process. 0 disables this.
   *
   * @default 60
   */
  recoverOrdersPlacedWithinMinutes?: number;
  /**
   * Days after the end of a delivery until its personal data is erased in the shop: names, phones, addresses, PINs, proof and
   * texts. State, times and store remain. Card disputes take up to 120 days. The engine has its own option `retention.days`.
   *
   * @default 180
   */
  retentionDays?: number;
  /**
   * Whether each seller's channel gets a role `seller-<channel code>` for the seller's administrators, with the permissions
   * `SELLER_PERMISSIONS`. An existing role of this code is not changed.
   *
   * @default false
   */
  sellerRoles?: boolean;
  /** Tracking for shoppers. */
  tracking?: TrackingOptions;
  /** Proof of delivery. */
  proof?: ProofOptions;
  /**
   * Tiles of the dashboard's map.
   *
   * @default none: the map shows parallels and meridians only, and sends no requests
   */
  mapTiles?: MapTiles;
}

export type DriverIntegrationConfiguration = Required<
  Omit<DriverIntegrationOptions, 'tracking' | 'proof' | 'mapTiles'>
> & {
  mapTiles?: MapTiles;
  tracking: TrackingConfiguration;
  proof: Required<ProofOptions>;
};

/** @throws Error that names the invalid option */
export function withDefaults(options: DriverIntegrationOptions): DriverIntegrationConfiguration {
  const error = options.mapTiles && mapTilesError(options.mapTiles);
  if (error) {
    throw new Error(`DriverIntegrationPlugin: mapTiles: ${error}`);
  }
  if (options.retentionDays !== undefined && !(options.retentionDays > 0)) {
    throw new Error('DriverIntegrationPlugin: retentionDays: must be greater than 0');
  }
  return {
    geocodingStrategy: new NoGeocodingStrategy(),
    maxCoordinateDeviationMetres: 5000,
    deliveryInstructions: instructionsOfAddress,
    driverDeliveryStrategy: new EveryOrderDeliveryStrategy(),
    requirementsStrategy: new NoRequirementsStrategy(),
    readinessStrategy: new OnPaymentReadinessStrategy(),
    transitionOrders: false,
    reassignment: false,
    recoverOrdersPlacedWithinMinutes: 60,
    retentionDays: 180,
    sellerRoles: false,
    ...options,
    tracking: trackingWithDefaults(options.tracking),
    proof: proofWithDefaults(options.proof),
  };
}
