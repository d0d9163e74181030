import { useLingui } from '@lingui/react/macro';
import type { DeliveryDetail, DeliveryStep } from './delivery-detail-document';

/** The actor of a step: the shop, the engine, an operator, or a driver by name if the delivery has it. */
export function useActorLabel({ engine }: DeliveryDetail): (step: DeliveryStep) => string {
  const { t } = useLingui();
  return ({ actor }) => {
    if (actor === 'vendure') {
      return t`the shop`;
    }
    if (actor === 'engine') {
      return t`the engine`;
    }
    if (actor.startsWith('operator:')) {
      return actor.replace('operator:', '');
    }
    const driverId = actor.replace(/^driver:/, '');
    return engine.assignments.find((assignment) => assignment.driverId === driverId)?.driverName ?? driverId;
  };
}
