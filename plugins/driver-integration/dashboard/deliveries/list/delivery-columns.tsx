import { Trans } from '@lingui/react/macro';
import { Badge, DetailPageButton, type CustomizeColumnConfig } from '@vendure/dashboard';
import { Distance } from '../../display/distance';
import { Moment } from '../../display/moment';
import { Vehicle } from '../../display/vehicle';
import type { deliveryListDocument } from '../delivery-documents';
import { ProblemText } from '../problem-text';
import { DeliveryStateBadge } from '../delivery-state-badge';

const moment = (header: () => React.ReactNode) => ({
  header,
  cell: ({ getValue }: { getValue: () => unknown }) => {
    const at = getValue() as string | null;
    return at && <Moment at={at} />;
  },
});

export const deliveryColumns: CustomizeColumnConfig<typeof deliveryListDocument> = {
  orderCode: {
    header: () => <Trans>Order</Trans>,
    meta: { dependencies: ['attempt'] },
    cell: ({ row: { original } }) => (
      <span className="flex items-center gap-1">
        <DetailPageButton id={original.id} label={original.orderCode} />
        {original.attempt > 1 && (
          <Badge variant="outline">
            <Trans>attempt {original.attempt}</Trans>
          </Badge>
        )}
      </span>
    ),
  },
  state: {
    header: () => <Trans>State</Trans>,
    meta: { dependencies: ['cancelRequestedAt'] },
    cell: ({ row: { original } }) => (
      <span className="flex items-center gap-1">
        <DeliveryStateBadge state={original.state} />
        {original.cancelRequestedAt && original.state !== 'CANCELLED' && (
          <Badge variant="outline">
            <Trans>being cancelled</Trans>
          </Badge>
        )}
      </span>
    ),
  },
  driverName: {
    header: () => <Trans>Driver</Trans>,
    meta: { dependencies: ['vehicle'] },
    cell: ({ row: { original } }) =>
      original.driverName && (
        <span className="whitespace-nowrap">
          {original.driverName}
          {original.vehicle && (
            <span className="text-muted-foreground">
              {', '}
              <Vehicle kind={original.vehicle} />
            </span>
          )}
        </span>
      ),
  },
  distanceMetres: {
    header: () => <Trans>To the store</Trans>,
    cell: ({ row: { original } }) =>
      original.distanceMetres !== null && <Distance metres={original.distanceMetres} />,
  },
  problem: {
    header: () => <Trans>Problem</Trans>,
    enableSorting: false,
    meta: { dependencies: ['failureCode'] },
    cell: ({ row: { original } }) =>
      original.problem && (
        <span title={original.problem} className="line-clamp-2 min-w-48 text-destructive">
          <ProblemText problem={original.problem} failureCode={original.failureCode} />
        </span>
      ),
  },
  createdAt: moment(() => <Trans>Created</Trans>),
  updatedAt: moment(() => <Trans>Changed</Trans>),
  assignedAt: moment(() => <Trans>Assigned</Trans>),
  pickedUpAt: moment(() => <Trans>Picked up</Trans>),
  deliveredAt: moment(() => <Trans>Delivered</Trans>),
};
