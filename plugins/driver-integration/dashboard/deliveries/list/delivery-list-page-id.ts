/** Id of the list page, also of its remembered settings. */
export const DELIVERY_LIST_PAGE = 'driver-delivery-list';
