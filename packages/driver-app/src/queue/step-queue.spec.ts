import 'fake-indexeddb/auto';
import { DispatchError } from '@driver-dispatch/contract/messages';
import { Database } from '../storage/database';
import type { Step, StepAction } from '../storage/step';
import { StepQueue, type Exclusively, type SendStep } from './step-queue';

const PICK_UP: StepAction = { kind: 'pick_up' };
const FAIL: StepAction = { kind: 'fail', code: 'other', endShift: false };
const photo = (): StepAction => ({
  kind: 'complete',
  proof: { kind: 'photo', image: { bytes: new ArrayBuffer(3), contentType: 'image/jpeg' } },
  endShift: false,
});

/** A lock between queues, as Web Locks between tabs. */
function createLock(): Exclusively {
  let last = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}

describe('StepQueue', () => {
  let database: Database;
  let changes: number;
  let databases = 0;
  const queueWith = (exclusively: Exclusively = (work) => work()) =>
    new StepQueue(database, exclusively, async () => {
      changes += 1;
    });
  const add = (queue: StepQueue, action: StepAction, deliveryId = 'd1') =>
    queue.add({ driverId: 'ada', delivery: { deliveryId, orderCode: 'ABC' }, action });
  const kinds = (steps: Step[]) => steps.map(({ action, state }) => `${action.kind} ${state}`);

  beforeEach(async () => {
    changes = 0;
    database = await Database.open(`queue-${++databases}`);
  });
  afterEach(() => database.close());

  it('sends steps in order, each once', async () => {
    const queue = queueWith();
    const sent: string[] = [];
    await add(queue, PICK_UP);
    await add(queue, FAIL);
    const send: SendStep = async ({ action }) => void sent.push(action.kind);
    expect(await queue.send('ada', send)).toBe('sent');
    expect(await queue.send('ada', send)).toBe('empty');
    expect(sent).toEqual(['pick_up', 'fail']);
    expect(kinds(await database.steps('ada'))).toEqual(['pick_up sent', 'fail sent']);
    expect(changes).toBe(4);
  });

  it('stops at a step that can not be sent, and repeats it with the same key', async () => {
    const queue = queueWith();
    const keys: string[] = [];
    await add(queue, PICK_UP);
    await add(queue, FAIL);
    const offline = new DispatchError('rate_limited', '', { retryAfterSeconds: 7 });
    const failing: SendStep = async ({ key }) => {
      keys.push(key);
      throw offline;
    };
    expect(await queue.send('ada', failing)).toEqual({ retryAfterSeconds: 7 });
    expect(kinds(await database.steps('ada'))).toEqual(['pick_up waiting', 'fail waiting']);
    await queue.send('ada', async ({ key }) => void keys.push(key));
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
    expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('stores the URL of an uploaded image, and deletes the image when the step is sent', async () => {
    const queue = queueWith();
    await add(queue, photo());
    const upload: SendStep = async (step, save) => {
      const action = step.action as Extract<StepAction, { kind: 'complete' }>;
      const image = { url: 'https://shop/1.jpg' };
      await save({ ...step, action: { ...action, proof: { kind: 'photo', image } } });
      throw new DispatchError('unreachable', '');
    };
    await queue.send('ada', upload);
    const [stored] = await database.steps('ada');
    expect(stored!.action).toMatchObject({ proof: { image: { url: 'https://shop/1.jpg' } } });
    await queue.send('ada', async () => undefined);
    const [sent] = await database.steps('ada');
    expect(sent).toMatchObject({ state: 'sent', action: { proof: null } });
  });

  it('keeps a refused step for the driver, without its proof, and goes on', async () => {
    const queue = queueWith();
    await add(queue, photo());
    await add(queue, PICK_UP, 'd2');
    const refusal = new DispatchError('illegal_transition', '', { details: { state: 'CANCELLED' } });
    await queue.send('ada', async ({ action }) => {
      if (action.kind === 'complete') {
        throw refusal;
      }
    });
    const steps = await database.steps('ada');
    expect(kinds(steps)).toEqual(['complete refused', 'pick_up sent']);
    expect(steps[0]).toMatchObject({
      action: { proof: null },
      error: { code: 'illegal_transition', details: { state: 'CANCELLED' } },
    });
  });

  it('deletes an accepted step that can not be stored, such as in a full storage', async () => {
    const queue = queueWith();
    await add(queue, PICK_UP);
    await add(queue, FAIL);
    const full = new DOMException('', 'QuotaExceededError');
    jest.spyOn(database, 'updateStep').mockRejectedValueOnce(full);
    expect(await queue.send('ada', async () => undefined)).toBe('sent');
    expect(kinds(await database.steps('ada'))).toEqual(['fail sent']);
  });

  it('keeps the proof of a refused step that may be accepted later, and sends it as a new request', async () => {
    const queue = queueWith();
    await add(queue, photo());
    const keys: string[] = [];
    await queue.send('ada', async ({ key }) => {
      keys.push(key);
      throw new DispatchError('not_found', '');
    });
    const [refused] = await database.steps('ada');
    expect(refused).toMatchObject({ state: 'refused', action: { proof: { kind: 'photo' } } });
    await queue.retry(refused!);
    await queue.send('ada', async ({ key, action }) => {
      keys.push(key);
      expect(action).toEqual(photo());
    });
    expect(new Set(keys).size).toBe(2);
    // A tab that still shows the refusal.
    await queue.retry(refused!);
    expect(kinds(await database.steps('ada'))).toEqual(['complete sent']);
  });

  it('replaces the image of a waiting step after its current attempt, and not of a sent one', async () => {
    const queue = queueWith(createLock());
    await add(queue, photo());
    const [step] = await database.steps('ada');
    const name = { kind: 'in_person', receivedBy: 'Mara' } as const;
    const offline = () => Promise.reject(new DispatchError('unreachable', ''));
    await Promise.all([queue.send('ada', offline), queue.replaceProof(step!, name)]);
    const [replaced] = await database.steps('ada');
    expect(replaced).toMatchObject({ state: 'waiting', action: { proof: name } });
    expect(replaced!.key).not.toBe(step!.key);
    await Promise.all([queue.send('ada', async () => undefined), queue.replaceProof(step!, name)]);
    expect(await database.steps('ada')).toMatchObject([{ state: 'sent', action: { proof: null } }]);
  });

  it('replaces refused steps of a delivery by its next step', async () => {
    const queue = queueWith();
    await add(queue, photo());
    await queue.send('ada', () => Promise.reject(new DispatchError('proof_refused', '')));
    await add(queue, FAIL, 'd2');
    await add(queue, FAIL);
    expect(kinds(await database.steps('ada'))).toEqual(['fail waiting', 'fail waiting']);
  });

  it('keeps a refused proof when a message is sent, and a refused message when another step follows', async () => {
    const queue = queueWith();
    await add(queue, photo());
    await queue.send('ada', () => Promise.reject(new DispatchError('not_found', '')));
    await add(queue, { kind: 'message', text: 'The shop takes no photo' });
    const [refused] = await database.steps('ada');
    expect(refused).toMatchObject({ state: 'refused', action: { proof: { kind: 'photo' } } });
    await queue.send('ada', () => Promise.reject(new DispatchError('driver_mismatch', '')));
    await add(queue, FAIL);
    const steps = await database.steps('ada');
    expect(kinds(steps)).toEqual(['message refused', 'fail waiting']);
    expect(steps[0]!.action).toEqual({ kind: 'message', text: '' });
  });

  it('keeps the steps when the session has ended', async () => {
    const queue = queueWith();
    await add(queue, PICK_UP);
    const ended: SendStep = () => Promise.reject(new DispatchError('unauthorized', ''));
    expect(await queue.send('ada', ended)).toBe('unauthorized');
    expect(kinds(await database.steps('ada'))).toEqual(['pick_up waiting']);
  });

  it('deletes steps that end the duty when a new shift has started, and sends nothing meanwhile', async () => {
    const queue = queueWith(createLock());
    await add(queue, { kind: 'off_duty' });
    await add(queue, PICK_UP);
    const offline = () => Promise.reject(new DispatchError('unreachable', ''));
    await expect(queue.startShift('ada', offline)).rejects.toThrow();
    expect(kinds(await database.steps('ada'))).toEqual(['off_duty waiting', 'pick_up waiting']);
    const done: string[] = [];
    const start = async () => {
      await database.steps('ada');
      done.push('start');
    };
    const send: SendStep = async ({ action }) => void done.push(action.kind);
    await Promise.all([queue.startShift('ada', start), queue.send('ada', send)]);
    expect(done).toEqual(['start', 'pick_up']);
  });

  it('sends no steps of another driver', async () => {
    const queue = queueWith();
    await add(queue, PICK_UP);
    const sent: string[] = [];
    await queue.send('bo', async ({ key }) => void sent.push(key));
    expect(sent).toEqual([]);
  });

  it('sends each step once from two tabs', async () => {
    const lock = createLock();
    const [first, second] = [queueWith(lock), queueWith(lock)];
    await add(first, PICK_UP);
    await add(second, FAIL);
    const sent: string[] = [];
    const send: SendStep = async ({ action }) => void sent.push(action.kind);
    await Promise.all([first.send('ada', send), second.send('ada', send)]);
    expect(sent).toEqual(['pick_up', 'fail']);
  });
});
