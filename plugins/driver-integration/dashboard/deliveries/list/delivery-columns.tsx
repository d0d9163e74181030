import { Trans } from '@lingui/react/macro';
import { Badge, DetailPageButton, type CustomizeColumnConfig } from '@vendure/dashboard';
import { Distance } from '../../display/distance';
import { Eta } from '../../display/eta';
import { Moment } from '../../display/moment';
import { Vehicle } from '../../display/vehicle';
import type { deliveryListDocument } from '../delivery-documents';
import { isBeingCancelled } from '../delivery-state';
import { AlertTexts } from '../alert-texts';
import { HeldBadge } from '../held-badge';
import { OfferBadge } from '../offers/offer-badge';
import { PromisedTime } from '../promised-time';
import { ProblemText } from '../problem-text';
import { DeliveryStateBadge } from '../delivery-state-badge';

const moment = (header: () => React.ReactNode) => ({
  header,
  cell: ({ getValue }: { getValue: () => unknown }) => {
    const at = getValue() as string | null;
    return at && <Moment at={at} />;
  },
});

/** A text of at most two lines, with the whole text as title. */
const shortText = (header: () => React.ReactNode) => ({
  header,
  cell: ({ getValue }: { getValue: () => unknown }) => {
    const text = getValue() as string | null;
    return (
      text && (
        <span className="line-clamp-2 max-w-28 whitespace-normal" title={text}>
          {text}
        </span>
      )
    );
  },
});

export const deliveryColumns: CustomizeColumnConfig<typeof deliveryListDocument> = {
  orderCode: {
    header: () => <Trans>Order</Trans>,
    meta: { dependencies: ['redeliveryNumber'] },
    cell: ({ row: { original } }) => (
      <span className="flex items-center gap-1">
        <DetailPageButton id={original.id} label={original.orderCode} />
        {original.redeliveryNumber > 1 && (
          <Badge variant="outline">
            <Trans>Delivery {original.redeliveryNumber}</Trans>
          </Badge>
        )}
      </span>
    ),
  },
  state: {
    header: () => <Trans>State</Trans>,
    meta: { dependencies: ['cancelRequestedAt', 'cancelRefusal', 'mismatch', 'heldUntil', 'openOffer'] },
    cell: ({ row: { original } }) => (
      <span className="flex items-center gap-1">
        <DeliveryStateBadge state={original.state} />
        <HeldBadge delivery={original} />
        {original.openOffer && <OfferBadge offer={original.openOffer} />}
        {isBeingCancelled(original) && (
          <Badge variant="outline">
            <Trans>Cancellation pending</Trans>
          </Badge>
        )}
      </span>
    ),
  },
  promisedAt: {
    header: () => <Trans>Promised</Trans>,
    meta: { dependencies: ['state', 'eta', 'deliveredAt'] },
    cell: ({ row: { original } }) => (
      <span className="block w-min">
        <PromisedTime delivery={original} />
      </span>
    ),
  },
  eta: {
    header: () => <Trans>ETA</Trans>,
    enableSorting: false,
    enableColumnFilter: false,
    cell: ({ row: { original } }) => original.eta && <Eta at={original.eta} />,
  },
  storeName: shortText(() => <Trans>Store</Trans>),
  customerName: shortText(() => <Trans>Customer</Trans>),
  dropoffStreet: shortText(() => <Trans>Street</Trans>),
  trackingCode: { header: () => <Trans>Tracking code</Trans> },
  driverName: {
    header: () => <Trans>Driver</Trans>,
    meta: { dependencies: ['vehicle'] },
    cell: ({ row: { original } }) =>
      original.driverName && (
        <span className="block max-w-28 whitespace-normal">
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
  // The column holds the whole vehicle, so it cannot be sorted or filtered by the displayed kind.
  vehicle: {
    header: () => <Trans>Vehicle</Trans>,
    enableSorting: false,
    enableColumnFilter: false,
    cell: ({ row: { original } }) => original.vehicle && <Vehicle kind={original.vehicle} />,
  },
  distanceMetres: {
    header: () => <Trans>Distance to store</Trans>,
    cell: ({ row: { original } }) =>
      original.distanceMetres !== null && <Distance metres={original.distanceMetres} />,
  },
  problem: {
    header: () => <Trans>Problem</Trans>,
    enableSorting: false,
    enableColumnFilter: false,
    meta: {
      dependencies: ['failureCode', 'endReason', 'noProgressSince', 'driverSilentSince', 'noShowSince'],
    },
    cell: ({ row: { original } }) => (
      <span className="line-clamp-3 min-w-36 whitespace-normal text-destructive">
        <ProblemText delivery={original} />
        <AlertTexts delivery={original} />
      </span>
    ),
  },
  noProgressSince: moment(() => <Trans>No progress since</Trans>),
  driverSilentSince: moment(() => <Trans>No heartbeat since</Trans>),
  noShowSince: moment(() => <Trans>Not on the way to the store since</Trans>),
  heldUntil: moment(() => <Trans>Held until</Trans>),
  createdAt: moment(() => <Trans>Created</Trans>),
  updatedAt: moment(() => <Trans>Updated</Trans>),
  assignedAt: moment(() => <Trans>Assigned</Trans>),
  pickedUpAt: moment(() => <Trans>Picked up</Trans>),
  deliveredAt: moment(() => <Trans>Delivered</Trans>),
};
