/** Injection token of the {@link DriverIntegrationConfiguration}. */
export const DRIVER_INTEGRATION_CONFIGURATION = Symbol('DRIVER_INTEGRATION_CONFIGURATION');

/** Logger context of this plugin. */
export const LOG_CONTEXT = 'DriverIntegrationPlugin';

/** Route of the Vendure server for events of the engine. */
export const EVENTS_ROUTE = 'driver-dispatch/events';

/** Route of the Vendure server for proof images of the driver app's backend. */
export const PROOF_IMAGES_ROUTE = 'driver-dispatch/proof-images';

/** Maximum size of an event batch, in bytes. */
export const MAX_EVENTS_BYTES = 1_048_576;
