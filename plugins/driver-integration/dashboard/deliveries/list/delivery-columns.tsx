import { Trans } from '@lingui/react/macro';
import { Badge, DetailPageButton, type CustomizeColumnConfig } from '@vendure/dashboard';
import { Distance } from '../../display/distance';
import { Moment } from '../../display/moment';
import { Vehicle } from '../../display/vehicle';
import type { deliveryListDocument } from '../delivery-documents';
import { isBeingCancelled } from '../delivery-state';
import { AlertTexts } from '../alert-texts';
import { HeldBadge } from '../held-badge';
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
    meta: { dependencies: ['cancelRequestedAt', 'cancelRefusal', 'mismatch', 'heldUntil'] },
    cell: ({ row: { original } }) => (
      <span className="flex items-center gap-1">
        <DeliveryStateBadge state={original.state} />
        <HeldBadge delivery={original} />
        {isBeingCancelled(original) && (
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
  // Kept with more than its kind: what is shown can't be compared by.
  vehicle: {
    header: () => <Trans>Vehicle</Trans>,
    enableSorting: false,
    enableColumnFilter: false,
    cell: ({ row: { original } }) => original.vehicle && <Vehicle kind={original.vehicle} />,
  },
  distanceMetres: {
    header: () => <Trans>To the store</Trans>,
    cell: ({ row: { original } }) =>
      original.distanceMetres !== null && <Distance metres={original.distanceMetres} />,
  },
  problem: {
    header: () => <Trans>Problem</Trans>,
    enableSorting: false,
    meta: { dependencies: ['failureCode', 'noProgressSince', 'driverSilentSince'] },
    cell: ({ row: { original } }) => (
      <span title={original.problem ?? undefined} className="line-clamp-2 min-w-48 text-destructive">
        {original.problem && <ProblemText problem={original.problem} failureCode={original.failureCode} />}
        <AlertTexts delivery={original} />
      </span>
    ),
  },
  noProgressSince: moment(() => <Trans>No progress since</Trans>),
  driverSilentSince: moment(() => <Trans>Driver silent since</Trans>),
  heldUntil: moment(() => <Trans>Held until</Trans>),
  createdAt: moment(() => <Trans>Created</Trans>),
  updatedAt: moment(() => <Trans>Changed</Trans>),
  assignedAt: moment(() => <Trans>Assigned</Trans>),
  pickedUpAt: moment(() => <Trans>Picked up</Trans>),
  deliveredAt: moment(() => <Trans>Delivered</Trans>),
};
