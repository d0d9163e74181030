import { useLingui } from '@lingui/react/macro';
import type { DeliveryDetail, DeliveryStep } from './delivery-detail-document';

/**
 * The actor of a step: an administrator by name, the shop, the engine, or a driver by name if the delivery has it. The engine
 * gets a cancellation from the shop; the delivery has the administrator who requested it.
 */
export function useActorLabel({ engine, cancelledBy }: DeliveryDetail): (step: DeliveryStep) => string {
  const { t } = useLingui();
  return ({ actor, type }) => {
    if (actor === 'vendure') {
      return type === 'delivery.cancelled' && cancelledBy ? t`by ${cancelledBy}` : t`by the shop`;
    }
    if (actor === 'engine') {
      return t`by the engine`;
    }
    if (actor.startsWith('operator:')) {
      const operator = actor.replace('operator:', '');
      return t`by ${operator}`;
    }
    const driverId = actor.replace(/^driver:/, '');
    const assignment = engine.assignments.find((each) => each.driverId === driverId);
    const driver = assignment?.driverName ?? driverId;
    return t`by ${driver}`;
  };
}
