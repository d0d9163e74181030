/** Injection token of the {@link DriverIntegrationConfiguration}. */
export const DRIVER_INTEGRATION_CONFIGURATION = Symbol('DRIVER_INTEGRATION_CONFIGURATION');

/** Context of this plugin's log lines. */
export const LOG_CONTEXT = 'DriverIntegrationPlugin';

/** Route on the Vendure server where the engine posts its events. */
export const EVENTS_ROUTE = 'driver-dispatch/events';

/** Route on the Vendure server where the driver app's backend posts images. */
export const PROOF_IMAGES_ROUTE = 'driver-dispatch/proof-images';

/** The largest batch of events that is read, in bytes. */
export const MAX_EVENTS_BYTES = 1_048_576;
