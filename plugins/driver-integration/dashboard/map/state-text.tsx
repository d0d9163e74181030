import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { FleetDelivery, FleetDriver } from './fleet-queries';

const DELIVERY: Record<FleetDelivery['state'], ReactNode> = {
  NOT_READY: <Trans>Not ready</Trans>,
  NOT_LOCATED: <Trans>Not located</Trans>,
  HANDOVER: <Trans>Handed over</Trans>,
  REFUSED: <Trans>Refused</Trans>,
  PENDING: <Trans>Waiting</Trans>,
  ASSIGNED: <Trans>Assigned</Trans>,
  PICKED_UP: <Trans>Picked up</Trans>,
  DELIVERED: <Trans>Delivered</Trans>,
  FAILED: <Trans>Failed</Trans>,
  CANCELLED: <Trans>Cancelled</Trans>,
};

const DRIVER: Record<FleetDriver['status'], ReactNode> = {
  AVAILABLE: <Trans>Free</Trans>,
  BUSY: <Trans>Busy</Trans>,
  OFFLINE: <Trans>Off the road</Trans>,
};

export const DeliveryStateText = ({ state }: { state: FleetDelivery['state'] }) => DELIVERY[state];

export const DriverStatusText = ({ status }: { status: FleetDriver['status'] }) => DRIVER[status];
