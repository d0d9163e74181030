import type { DriverSelf, DriverStatus, DriverTask } from '@driver-dispatch/contract/messages';
import type { Step } from '../storage/step';

/** The driver's status and delivery with the steps that the engine does not know yet. */
export interface DutyView {
  status: DriverStatus;
  task: DriverTask | null;
}

/** Applies the waiting and sent steps to the engine's data. */
export function applySteps(self: Pick<DriverSelf, 'status' | 'task'>, steps: readonly Step[]): DutyView {
  return steps
    .filter(({ state }) => state !== 'refused')
    .reduce<DutyView>(applyStep, { status: self.status, task: self.task });
}

function applyStep(view: DutyView, { action, delivery }: Step): DutyView {
  const { task } = view;
  if (action.kind === 'off_duty') {
    return task ? view : { ...view, status: 'OFFLINE' };
  }
  if (action.kind === 'message' || !task || task.deliveryId !== delivery?.deliveryId) {
    return view;
  }
  return action.kind === 'pick_up'
    ? { ...view, task: { ...task, state: 'PICKED_UP' } }
    : { status: action.endShift ? 'OFFLINE' : 'AVAILABLE', task: null };
}

/** The sent steps to delete, because the engine's data contains them. The end of a delivery stays until it is outdated. */
export function findIncluded(
  { status, task, messages }: Pick<DriverSelf, 'status' | 'task' | 'messages'>,
  steps: readonly Step[],
): Step[] {
  return steps.filter(({ state, key, delivery, action }) => {
    if (state !== 'sent') {
      return false;
    }
    if (action.kind === 'off_duty') {
      return status === 'OFFLINE' || task !== null;
    }
    const isCurrent = delivery?.deliveryId === task?.deliveryId;
    if (action.kind === 'message') {
      return !isCurrent || messages.some(({ messageId }) => messageId === key);
    }
    return action.kind === 'pick_up' && (!isCurrent || task?.state === 'PICKED_UP');
  });
}

/** Time in ms for which a sent step stays: other tabs see that the driver has ended a delivery, and not the dispatcher. */
const KEEP_SENT_MS = 60_000;

/**
 * The steps that were sent so long ago that new data of the engine replaces them. The engine may have lost one, such as
 * with the restore of a backup; the driver then sees the delivery again. @param now time of the device
 */
export function findOutdated(steps: readonly Step[], now: number): Step[] {
  return steps.filter(({ state, sentAt = 0 }) => state === 'sent' && now - sentAt > KEEP_SENT_MS);
}

/** Time in ms for which the app confirms a delivery. */
export const CONFIRM_MS = 10_000;

/** Order code of a delivery whose proof the engine has just accepted. @param now time of the device */
export function findConfirmed(steps: readonly Step[], now: number): string | undefined {
  const confirmed = steps.filter(
    ({ state, action, sentAt = 0 }) =>
      state === 'sent' && action.kind === 'complete' && now - sentAt < CONFIRM_MS,
  );
  return confirmed.at(-1)?.delivery?.orderCode;
}

/** Whether the driver has reported the end of a delivery on this device. */
function hasEnded(steps: readonly Step[], deliveryId: string): boolean {
  return steps.some(
    ({ state, action, delivery }) =>
      delivery?.deliveryId === deliveryId &&
      state !== 'refused' &&
      (action.kind === 'complete' || action.kind === 'fail'),
  );
}

/** The data without receiver and messages of a delivery that the driver has ended: the device does not keep them. */
export function withoutEndedReceiver(self: DriverSelf, steps: readonly Step[]): DriverSelf {
  const { task } = self;
  if (!task || !hasEnded(steps, task.deliveryId)) {
    return self;
  }
  const dropoff = { point: task.dropoff.point, address: {} };
  return { ...self, messages: [], task: { ...task, dropoff } };
}

/** The delivery that is no longer the driver's, although the driver has not ended it on this device. */
export function findWithdrawn(
  before: DriverSelf | undefined,
  after: DriverSelf,
  steps: readonly Step[],
): { deliveryId: string; orderCode: string } | undefined {
  const task = before?.driverId === after.driverId ? before.task : undefined;
  if (!task || task.deliveryId === after.task?.deliveryId || hasEnded(steps, task.deliveryId)) {
    return undefined;
  }
  return { deliveryId: task.deliveryId, orderCode: task.orderCode };
}
