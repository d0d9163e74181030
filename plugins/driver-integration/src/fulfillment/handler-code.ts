/** Code of the plugin's fulfillment handler. */
export const DRIVER_DELIVERY_HANDLER = 'driver-delivery';
