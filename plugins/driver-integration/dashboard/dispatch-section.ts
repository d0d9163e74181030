/** Id of the menu section "Dispatch". */
export const DISPATCH_SECTION = 'driver-dispatch';
