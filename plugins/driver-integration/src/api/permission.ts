import { CrudPermissionDefinition } from '@vendure/core';

/** Permissions to see deliveries and to get stuck ones going. */
export const driverDeliveryPermission = new CrudPermissionDefinition(
  'DriverDelivery',
  (operation) => `Grants permission to ${operation} driver deliveries`,
);
