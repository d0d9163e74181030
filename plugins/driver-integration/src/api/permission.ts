import { CrudPermissionDefinition } from '@vendure/core';

/** Permissions to see deliveries and to get stuck ones going. */
export const driverDeliveryPermission = new CrudPermissionDefinition(
  'DriverDelivery',
  (operation) => `Grants permission to ${operation} driver deliveries`,
);

/** Permissions to see drivers, to register them, to change them and to deactivate them. */
export const driverPermission = new CrudPermissionDefinition(
  'Driver',
  (operation) => `Grants permission to ${operation} drivers`,
);
