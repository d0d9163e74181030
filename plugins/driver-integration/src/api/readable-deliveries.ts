import { idsAreEqual, type ID, type RequestContext } from '@vendure/core';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { driverDeliveryPermission } from './permission';

/** Filters the deliveries that the active user may read: those of the own channels, or all with the default channel. */
export function readableDeliveries(
  ctx: RequestContext,
  deliveries: readonly DriverDelivery[],
  defaultChannelId: ID,
): DriverDelivery[] {
  const channelIds = (ctx.session?.user?.channelPermissions ?? [])
    .filter(({ permissions }) => permissions.includes(driverDeliveryPermission.Read))
    .map(({ id }) => id);
  const mayRead = (channelId: ID) => channelIds.some((id) => idsAreEqual(id, channelId));
  return deliveries.filter(({ channelId }) => mayRead(channelId) || mayRead(defaultChannelId));
}
