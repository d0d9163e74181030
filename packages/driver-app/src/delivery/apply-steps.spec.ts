import type { DriverSelf, DriverTask, OwnMessage } from '@driver-dispatch/contract/messages';
import type { Step, StepAction } from '../storage/step';
import {
  applySteps,
  CONFIRM_MS,
  findConfirmed,
  findIncluded,
  findOutdated,
  findWithdrawn,
  withoutEndedReceiver,
} from './apply-steps';

const task: DriverTask = {
  deliveryId: 'd1',
  orderCode: 'ABC',
  state: 'ASSIGNED',
  pickup: { name: 'Store', point: { lat: 1, lon: 2 }, address: {}, readyAt: '2026-01-01T10:00:00.000Z' },
  dropoff: { name: 'Mara', phone: '030 1', point: { lat: 1, lon: 3 }, address: { street: 'Weg 1' } },
  pinRequired: false,
};
const self = { driverId: 'ada', status: 'BUSY', task, messages: [] as OwnMessage[] } as DriverSelf;

const PICK_UP: StepAction = { kind: 'pick_up' };
const OFF_DUTY: StepAction = { kind: 'off_duty' };
const complete = (endShift = false): StepAction => ({
  kind: 'complete',
  proof: { kind: 'pin', pin: '1' },
  endShift,
});

function step(action: StepAction, state: Step['state'] = 'waiting', deliveryId = 'd1'): Step {
  const delivery = action.kind === 'off_duty' ? undefined : { deliveryId, orderCode: 'ABC' };
  return { number: 1, key: 'k', createdAt: 0, driverId: 'ada', state, action, delivery };
}

describe('findConfirmed', () => {
  it('is a delivery that the engine has just accepted', () => {
    const sent = { ...step(complete(), 'sent'), sentAt: 0 };
    expect(findConfirmed([sent], CONFIRM_MS - 1)).toBe('ABC');
    expect(findConfirmed([sent], CONFIRM_MS)).toBeUndefined();
    const others = [step(complete()), step(complete(), 'refused'), { ...step(PICK_UP, 'sent'), sentAt: 0 }];
    expect(findConfirmed(others, 0)).toBeUndefined();
  });
});

describe('applySteps', () => {
  it.each<[string, Step[], string, string | undefined]>([
    ['no step', [], 'BUSY', 'ASSIGNED'],
    ['a pickup', [step(PICK_UP)], 'BUSY', 'PICKED_UP'],
    ['a sent pickup', [step(PICK_UP, 'sent')], 'BUSY', 'PICKED_UP'],
    ['a refused pickup', [step(PICK_UP, 'refused')], 'BUSY', 'ASSIGNED'],
    ['a completion', [step(PICK_UP), step(complete())], 'AVAILABLE', undefined],
    ['a completion that ends the shift', [step(complete(true))], 'OFFLINE', undefined],
    ['a completion, then off duty', [step(complete()), step(OFF_DUTY)], 'OFFLINE', undefined],
    ['off duty with a delivery', [step(OFF_DUTY)], 'BUSY', 'ASSIGNED'],
    ['a message', [step({ kind: 'message', text: 'Hi' })], 'BUSY', 'ASSIGNED'],
    ['a step of another delivery', [step(complete(), 'waiting', 'd0')], 'BUSY', 'ASSIGNED'],
  ])('applies %s', (_, steps, status, state) => {
    const view = applySteps(self, steps);
    expect(view.status).toBe(status);
    expect(view.task?.state).toBe(state);
  });
});

describe('findIncluded', () => {
  const free = { status: 'AVAILABLE' as const, task: null, messages: [] };
  const offline = { status: 'OFFLINE' as const, task: null, messages: [] };

  it('keeps a sent step until the data of the engine contains it', () => {
    const picked = step(PICK_UP, 'sent');
    const ended = step(complete(), 'sent');
    expect(findIncluded(self, [picked, ended])).toEqual([]);
    const afterPickup = { ...self, task: { ...task, state: 'PICKED_UP' as const } };
    expect(findIncluded(afterPickup, [picked, ended])).toEqual([picked]);
    expect(findIncluded(free, [picked, ended])).toEqual([picked]);
  });

  it('keeps a sent message until the data of the engine contains it, or the delivery is another one', () => {
    const sent = step({ kind: 'message', text: 'Hi' }, 'sent');
    expect(findIncluded(self, [sent])).toEqual([]);
    expect(findIncluded({ ...self, messages: [{ messageId: 'k' } as OwnMessage] }, [sent])).toEqual([sent]);
    expect(findIncluded(free, [sent])).toEqual([sent]);
  });

  it('keeps steps that are not sent', () => {
    expect(findIncluded(offline, [step(PICK_UP), step(OFF_DUTY)])).toEqual([]);
  });

  it('keeps off duty until the driver is OFFLINE or has a delivery', () => {
    const off = step(OFF_DUTY, 'sent');
    expect(findIncluded(free, [off])).toEqual([]);
    expect(findIncluded(offline, [off])).toEqual([off]);
    expect(findIncluded(self, [off])).toEqual([off]);
  });
});

it('lets new data of the engine replace steps that were sent more than a minute ago', () => {
  const sent = [PICK_UP, complete()].map((action) => ({ ...step(action, 'sent'), sentAt: 1_000 }));
  const steps = [...sent, step(PICK_UP), step(PICK_UP, 'refused')];
  expect(findOutdated(steps, 61_000)).toEqual([]);
  expect(findOutdated(steps, 61_001)).toEqual(sent);
});

describe('withoutEndedReceiver', () => {
  it("removes the receiver's data with the step that ends the delivery", () => {
    expect(withoutEndedReceiver(self, [step(PICK_UP)])).toBe(self);
    expect(withoutEndedReceiver(self, [step(complete(), 'refused')])).toBe(self);
    const messages = [{ messageId: 'm', text: 'Ring at Mara' } as OwnMessage];
    const kept = withoutEndedReceiver({ ...self, messages }, [step(complete())]);
    expect(kept.task!.dropoff).toEqual({ point: task.dropoff.point, address: {} });
    expect(kept.messages).toEqual([]);
  });
});

describe('findWithdrawn', () => {
  const free = { ...self, status: 'AVAILABLE', task: null } as DriverSelf;

  it('finds a delivery that the dispatcher has ended', () => {
    expect(findWithdrawn(self, free, [])).toEqual({ deliveryId: 'd1', orderCode: 'ABC' });
    const other = { ...self, task: { ...task, deliveryId: 'd2' } };
    expect(findWithdrawn(self, other, [])).toEqual({ deliveryId: 'd1', orderCode: 'ABC' });
  });

  it('ignores a delivery that the driver has ended, and data of another driver', () => {
    expect(findWithdrawn(self, free, [step(complete(), 'sent')])).toBeUndefined();
    expect(findWithdrawn(self, self, [])).toBeUndefined();
    expect(findWithdrawn({ ...self, driverId: 'bo' }, free, [])).toBeUndefined();
  });
});
