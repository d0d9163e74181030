/** Where the engine takes Vendure's messages. */
export const VENDURE_WEBHOOK_PATH = '/v1/webhooks/vendure';

/** Where the engine tells what it has of the deliveries that Vendure names. */
export const VENDURE_RECONCILE_PATH = `${VENDURE_WEBHOOK_PATH}/reconcile`;

/** Where Vendure tells what it has of the deliveries that the engine names, below the events' own address. */
export const EVENTS_RECONCILE_PATH = '/reconcile';

/** Where the engine takes the driver app's requests, each under its own last part. */
export const DRIVER_APP_PATH = '/v1/driver-app';

/** The largest answer to a batch of events, in bytes. */
export const MAX_EVENT_RESULTS_BYTES = 262_144;

/** The largest answer about {@link MAX_RECONCILED_DELIVERIES} deliveries, in bytes, their ids as long as can be. */
export const MAX_RECONCILE_REPLY_BYTES = 262_144;
