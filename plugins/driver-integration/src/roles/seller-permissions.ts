import { Permission } from '@vendure/core';
import { driverDeliveryPermission, driverPermission } from '../api/permission';

/**
 * The permissions of the role that `sellerRoles` creates: orders, deliveries and drivers of the seller's channel, and the
 * stores with their opening hours and pauses. A seller with own drivers also needs `CreateDriver` and `UpdateDriver`.
 */
export const SELLER_PERMISSIONS: readonly Permission[] = [
  Permission.Authenticated,
  Permission.ReadOrder,
  Permission.ReadStockLocation,
  Permission.UpdateStockLocation,
  driverDeliveryPermission.Read,
  driverDeliveryPermission.Write,
  driverPermission.Read,
];

/** Code of the role of a seller's channel. */
export function sellerRoleCode(channelCode: string): string {
  return `seller-${channelCode}`;
}
