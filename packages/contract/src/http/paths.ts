/** Where the engine takes Vendure's messages. */
export const VENDURE_WEBHOOK_PATH = '/v1/webhooks/vendure';

/** Where the engine takes the driver app's requests, each under its own last part. */
export const DRIVER_APP_PATH = '/v1/driver-app';
