import { CrudPermissionDefinition, RwPermissionDefinition } from '@vendure/core';

/** Permissions to read and manage deliveries. */
export const driverDeliveryPermission = new RwPermissionDefinition(
  'DriverDelivery',
  (operation) => `Grants permission to ${operation} driver deliveries`,
);

/** Permissions to read, create, update and deactivate drivers. */
export const driverPermission = new CrudPermissionDefinition(
  'Driver',
  (operation) => `Grants permission to ${operation} drivers`,
);
