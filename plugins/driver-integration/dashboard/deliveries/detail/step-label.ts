import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { DeliveryDetail, DeliveryStep } from './delivery-detail-document';

const STEPS = {
  'delivery.accepted': msg`Accepted by the engine`,
  'delivery.assigned': msg`Assigned to a driver`,
  'delivery.unassigned': msg`No driver in reach for too long`,
  'delivery.picked_up': msg`Picked up`,
  'delivery.delivered': msg`Delivered`,
  'delivery.failed': msg`Failed`,
  'delivery.cancelled': msg`Cancelled`,
};

/** What a step is called; one that this dashboard does not know is shown as it is. */
export function useStepLabel(): (step: Pick<DeliveryStep, 'type'>) => string {
  const { t } = useLingui();
  return ({ type }) => (type in STEPS ? t(STEPS[type as keyof typeof STEPS]) : type);
}

/** Who took a step: the shop, the engine, or a driver by name where the delivery knows it. */
export function useActorLabel({ engine }: DeliveryDetail): (step: DeliveryStep) => string {
  const { t } = useLingui();
  return ({ actor }) => {
    if (actor === 'vendure') {
      return t`the shop`;
    }
    if (actor === 'engine') {
      return t`the engine`;
    }
    const driverId = actor.replace(/^driver:/, '');
    return engine.assignments.find((assignment) => assignment.driverId === driverId)?.driverName ?? driverId;
  };
}
