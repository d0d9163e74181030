import { mapTilesFault, type EngineConnection, type MapTiles } from '@driver-dispatch/contract';
import type { Order } from '@vendure/core';
import { instructionsOfAddress } from '../locating/instructions-of-address';
import type { GeocodingStrategy } from '../locating/geocoding-strategy';
import { NoGeocodingStrategy } from '../locating/no-geocoding-strategy';
import type { PickupStrategy } from '../locating/pickup-strategy';
import { proofWithDefaults, type ProofOptions } from '../proof/proof-options';
import { OnPaymentReadinessStrategy } from '../readiness/readiness-strategies';
import type { ReadinessStrategy } from '../readiness/readiness-strategy';
import { trackingWithDefaults, type TrackingOptions } from '../tracking/tracking-options';
import type { DriverDeliveryStrategy } from '../trigger/driver-delivery-strategy';
import { EveryOrderDeliveryStrategy } from '../trigger/every-order-delivery-strategy';

export interface DriverIntegrationOptions {
  /**
   * The engine that assigns drivers: a service of its own (`httpEngine`), or one in this process
   * (`inProcessEngine`).
   */
  engine: EngineConnection;
  /**
   * Where a seller order is picked up; `StockLocationPickupStrategy` of the seller-store-info plugin is one.
   */
  pickup: PickupStrategy;
  /**
   * Finds the point of an address that has no coordinates of its own.
   *
   * @default NoGeocodingStrategy, which finds none: such an order waits until somebody sets the point
   */
  geocoding?: GeocodingStrategy;
  /**
   * Metres that the coordinates of a shipping address may be away from the geocode of the address. Beyond it the delivery
   * is `NOT_LOCATED` until an operator sets the drop-off. Without `geocoding`, coordinates are accepted unchecked.
   *
   * @default 5000
   */
  maxCoordinateDeviationMetres?: number;
  /**
   * The note of the shopper to the driver, cut to 1000 characters. The driver app gets it with the task, and the dashboard
   * shows it.
   *
   * @default the custom field `deliveryInstructions` of the shipping address
   * @example
   * ```ts
   * deliveryInstructions: (order) => order.customFields.noteToDriver
   * ```
   */
  deliveryInstructions?: (order: Order) => string | null | undefined;
  /**
   * Which orders are brought by a driver.
   *
   * @default EveryOrderDeliveryStrategy
   * @example
   * ```ts
   * driverDelivery: {
   *   isForDriver: (ctx, order) => order.shippingLines.some(l => l.shippingMethod?.code === 'driver'),
   * }
   * ```
   */
  driverDelivery?: DriverDeliveryStrategy;
  /**
   * When an order is ready for a driver: on payment, when somebody has marked it (`MarkedReadyReadinessStrategy`), when a
   * fulfillment was made with the `driverDeliveryFulfillmentHandler` (`FulfillmentReadinessStrategy`), or as you say.
   *
   * @default OnPaymentReadinessStrategy
   */
  readiness?: ReadinessStrategy;
  /**
   * Whether a pick-up ships the order and a drop-off delivers it, through a fulfillment of all its lines; the
   * order it was split off follows once all its sellers' orders have. When false the order's own state is left alone.
   *
   * @default false
   */
  transitionOrders?: boolean;
  /**
   * Whether people may move a delivery that is not picked up yet to another driver. The engine has an option of its own for
   * it, `assignment.reassignment`, which must be on as well.
   *
   * @default false
   */
  reassignment?: boolean;
  /**
   * How far back, in minutes since it was placed, a paid order is looked for that has no delivery though it wants a
   * driver, as after the plugin's order process was replaced by another's. 0 looks for none.
   *
   * @default 60
   */
  recoverOrdersPlacedWithinMinutes?: number;
  /** What shoppers follow of their deliveries. */
  tracking?: TrackingOptions;
  /** What shows that goods were handed over. */
  proof?: ProofOptions;
  /**
   * Tiles for the dashboard's map of drivers and deliveries.
   *
   * @default none: the map has parallels and meridians only, and asks no server
   */
  mapTiles?: MapTiles;
}

export type DriverIntegrationConfiguration = Required<
  Omit<DriverIntegrationOptions, 'tracking' | 'proof' | 'mapTiles'>
> & {
  mapTiles?: MapTiles;
  tracking: Required<TrackingOptions>;
  proof: Required<ProofOptions>;
};

/** @throws Error naming the option that is wrong */
export function withDefaults(options: DriverIntegrationOptions): DriverIntegrationConfiguration {
  const fault = options.mapTiles && mapTilesFault(options.mapTiles);
  if (fault) {
    throw new Error(`DriverIntegrationPlugin: mapTiles: ${fault}`);
  }
  return {
    geocoding: new NoGeocodingStrategy(),
    maxCoordinateDeviationMetres: 5000,
    deliveryInstructions: instructionsOfAddress,
    driverDelivery: new EveryOrderDeliveryStrategy(),
    readiness: new OnPaymentReadinessStrategy(),
    transitionOrders: false,
    reassignment: false,
    recoverOrdersPlacedWithinMinutes: 60,
    ...options,
    tracking: trackingWithDefaults(options.tracking),
    proof: proofWithDefaults(options.proof),
  };
}
