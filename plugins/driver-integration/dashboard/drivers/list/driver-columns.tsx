import { Trans } from '@lingui/react/macro';
import { DetailPageButton, type CustomizeColumnConfig } from '@vendure/dashboard';
import { Moment } from '../../display/moment';
import { Phone } from '../../display/phone';
import { Vehicle } from '../../display/vehicle';
import type { driverListDocument } from '../driver-documents';
import { DriverStatusBadge } from '../driver-status-badge';
import { ServedChannels } from '../served-channels';

export const driverColumns: CustomizeColumnConfig<typeof driverListDocument> = {
  name: {
    header: () => <Trans>Name</Trans>,
    // The bulk actions need the id of the row and the status.
    meta: { dependencies: ['id', 'driverId', 'status', 'active', 'holdSince'] },
    cell: ({ row: { original } }) => <DetailPageButton id={original.driverId} label={original.name} />,
  },
  status: {
    header: () => <Trans>Status</Trans>,
    meta: { dependencies: ['active', 'holdSince'] },
    cell: ({ row: { original } }) => (
      <DriverStatusBadge status={original.status} active={original.active} holdSince={original.holdSince} />
    ),
  },
  statusSince: {
    header: () => <Trans>Since</Trans>,
    cell: ({ row: { original } }) => <Moment at={original.statusSince} />,
  },
  vehicle: {
    header: () => <Trans>Vehicle</Trans>,
    enableSorting: false,
    cell: ({ row: { original } }) => original.vehicle && <Vehicle kind={original.vehicle} />,
  },
  phone: {
    header: () => <Trans>Phone</Trans>,
    cell: ({ row: { original } }) => original.phone && <Phone number={original.phone} />,
  },
  channels: {
    header: () => <Trans>Channels</Trans>,
    enableSorting: false,
    meta: { dependencies: ['servesEveryChannel'] },
    cell: ({ row: { original } }) => (
      <ServedChannels channels={original.channels} servesEveryChannel={original.servesEveryChannel} />
    ),
  },
  seenAt: {
    header: () => <Trans>Last seen</Trans>,
    cell: ({ row: { original } }) => original.seenAt && <Moment at={original.seenAt} />,
  },
  driverId: { header: () => <Trans>ID in the driver app</Trans> },
  active: { header: () => <Trans>Active</Trans> },
  // Displayed in the status column.
  holdSince: { meta: { disabled: true } },
  // Displayed in the channels column.
  servesEveryChannel: { meta: { disabled: true } },
  // Duplicates driverId, in Vendure's id encoding.
  id: { meta: { disabled: true } },
};
