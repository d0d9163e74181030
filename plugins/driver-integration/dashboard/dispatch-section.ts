/** Navigation section of all pages of the plugin. */
export const DISPATCH_SECTION = 'driver-dispatch';
