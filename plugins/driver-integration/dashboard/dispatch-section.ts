/** The section of the navigation in which all pages of the plugin are. */
export const DISPATCH_SECTION = 'driver-dispatch';
