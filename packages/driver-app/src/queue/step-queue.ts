import { DispatchError } from '@driver-dispatch/contract/messages';
import { isUnauthorized } from '../engine/live-connection';
import type { Database } from '../storage/database';
import { newId } from '../storage/new-id';
import type { NewStep, Step } from '../storage/step';

/** Sends a step. @param save stores a changed step */
export type SendStep = (step: Step, save: (step: Step) => Promise<void>) => Promise<void>;

/** Runs work that only one tab may run at a time. */
export type Exclusively = (work: () => Promise<void>) => Promise<void>;

/** Why a step can't be sent now. `unauthorized`: the session has ended. */
type SendFailure = 'unauthorized' | { retryAfterSeconds?: number };

/** `sent`: at least one step was accepted or refused, and none waits. `empty`: no step waited. */
export type SendResult = 'sent' | 'empty' | SendFailure;

/** The steps of the driver in the order in which they happened. A step is sent after all steps before it. */
export class StepQueue {
  constructor(
    private readonly database: Database,
    private readonly exclusively: Exclusively,
    /** Called after each change of the stored steps. */
    private readonly onChange: () => Promise<void>,
  ) {}

  /**
   * Stores a step. Deletes refused steps of the same delivery, which the new step replaces.
   *
   * @throws DOMException `QuotaExceededError` if the storage is full
   */
  async add(step: NewStep): Promise<void> {
    const createdAt = Date.now();
    await this.database.addStep({ ...step, key: newId(), createdAt, state: 'waiting' });
    const refused = (await this.database.steps(step.driverId)).filter(
      ({ state, delivery }) => state === 'refused' && delivery?.deliveryId === step.delivery?.deliveryId,
    );
    await this.delete(refused);
  }

  /** Sends the waiting steps of a driver until one can't be sent now. Never throws for a failed request. */
  async send(driverId: string, sendStep: SendStep): Promise<SendResult> {
    let result: SendResult = 'empty';
    await this.exclusively(async () => {
      for (;;) {
        const next = (await this.database.steps(driverId)).find(({ state }) => state === 'waiting');
        if (!next) {
          return;
        }
        const failure = await this.sendOne(next, sendStep);
        result = failure ?? 'sent';
        if (failure) {
          return;
        }
      }
    });
    return result;
  }

  async delete(steps: readonly Step[]): Promise<void> {
    await this.database.deleteSteps(steps.map(({ number }) => number));
    await this.onChange();
  }

  /** @returns why the following steps can't be sent now; undefined if they can */
  private async sendOne(step: Step, sendStep: SendStep): Promise<SendFailure | undefined> {
    let latest = step;
    const save = async (changed: Step) => {
      latest = changed;
      await this.database.updateStep(changed);
    };
    try {
      await sendStep(step, save);
      await save({ ...withoutProof(latest), state: 'sent', sentAt: Date.now() });
    } catch (error) {
      if (isUnauthorized(error)) {
        return 'unauthorized';
      }
      if (!(error instanceof DispatchError) || error.retryable) {
        return { retryAfterSeconds: (error as Partial<DispatchError>).retryAfterSeconds };
      }
      const { code, details } = error;
      await save({ ...withoutProof(latest), state: 'refused', error: { code, details } });
    }
    await this.onChange();
    return undefined;
  }
}

/** Removes what the device no longer needs: the receiver's name, PIN and images. */
function withoutProof(step: Step): Step {
  const { action } = step;
  return action.kind === 'complete' ? { ...step, action: { ...action, proof: null } } : step;
}
