/** Code of the plugin's fulfillment handler: what a fulfillment that a driver brings is made with. */
export const DRIVER_DELIVERY_HANDLER = 'driver-delivery';
