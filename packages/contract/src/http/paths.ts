/** Path on the engine for messages from Vendure. */
export const VENDURE_WEBHOOK_PATH = '/v1/webhooks/vendure';

/** Path on the engine for reconcile requests from Vendure. */
export const VENDURE_RECONCILE_PATH = `${VENDURE_WEBHOOK_PATH}/reconcile`;

/** Path on the engine for requests of Vendure to erase deliveries. */
export const VENDURE_ERASE_PATH = `${VENDURE_WEBHOOK_PATH}/erase`;

/** Path on Vendure for reconcile requests from the engine, relative to the URL of the event webhook. */
export const EVENTS_RECONCILE_PATH = '/reconcile';

/** Path on the engine for requests of the driver app. The last segment names the action. */
export const DRIVER_APP_PATH = '/v1/driver-app';

/** Path on the engine for requests of a driver session, with `Authorization: Bearer <token>`. */
export const DRIVER_SESSION_PATH = '/v1/driver';

/** Path on the engine for reports of tracking apps. The secret of the tracker follows. */
export const TRACK_PATH = '/v1/track';

/** Maximum size of a reply to an event batch, in bytes. */
export const MAX_EVENT_RESULTS_BYTES = 262_144;

/** Maximum size of a reply about {@link MAX_RECONCILED_DELIVERIES} deliveries with ids of the maximum length, in bytes. */
export const MAX_RECONCILE_REPLY_BYTES = 262_144;
