import { DispatchError, type ErrorCode } from '@driver-dispatch/contract/messages';
import { isUnauthorized } from '../engine/engine-client';
import type { Database } from '../storage/database';
import { newId } from '../storage/new-id';
import type { NewStep, Step, StepProof } from '../storage/step';

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
   * Stores a step. Deletes refused steps of the same delivery, which the new step replaces. A message neither replaces nor
   * is replaced.
   *
   * @throws DOMException `QuotaExceededError` if the storage is full
   */
  async add(step: NewStep): Promise<void> {
    const createdAt = Date.now();
    await this.database.addStep({ ...step, key: newId(), createdAt, state: 'waiting' });
    const replaced = (await this.database.steps(step.driverId)).filter(
      ({ state, delivery, action }) =>
        state === 'refused' &&
        delivery?.deliveryId === step.delivery?.deliveryId &&
        action.kind !== 'message' &&
        step.action.kind !== 'message',
    );
    await this.delete(replaced);
  }

  /**
   * Sends the waiting steps of a driver until one can't be sent now. Never throws for a failed request.
   *
   * @throws DOMException if the storage fails
   */
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

  /** Sends a refused step again, as a new request. */
  retry(step: Step): Promise<void> {
    return this.change(step, (stored) =>
      stored.state === 'refused' ? { ...stored, state: 'waiting', error: undefined } : undefined,
    );
  }

  /**
   * Replaces the image of a waiting step by another proof, such as if the shop takes no images. Has no effect if the step
   * is sent meanwhile.
   */
  replaceProof(step: Step, proof: StepProof): Promise<void> {
    return this.change(step, ({ action, ...stored }) =>
      stored.state === 'waiting' && action.kind === 'complete'
        ? { ...stored, action: { ...action, proof } }
        : undefined,
    );
  }

  /** Starts a shift while no step is sent, then deletes `off_duty` steps, which would end the shift. */
  async startShift(driverId: string, start: () => Promise<void>): Promise<void> {
    await this.exclusively(async () => {
      await start();
      const steps = await this.database.steps(driverId);
      await this.delete(steps.filter(({ action }) => action.kind === 'off_duty'));
    });
  }

  async delete(steps: readonly Step[]): Promise<void> {
    await this.database.deleteSteps(steps.map(({ number }) => number));
    await this.onChange();
  }

  /** Changes a stored step into a new request, unless another tab has changed it. */
  private async change(
    { driverId, number }: Step,
    change: (stored: Step) => Step | undefined,
  ): Promise<void> {
    await this.exclusively(async () => {
      const stored = (await this.database.steps(driverId)).find((step) => step.number === number);
      const changed = stored && change(stored);
      if (changed) {
        await this.database.updateStep({ ...changed, key: newId() });
      }
    });
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
    } catch (error) {
      if (isUnauthorized(error)) {
        return 'unauthorized';
      }
      if (!(error instanceof DispatchError) || error.retryable) {
        return { retryAfterSeconds: (error as Partial<DispatchError>).retryAfterSeconds };
      }
      const { code, details } = error;
      const refused = withoutText(FINAL.has(code) ? withoutProof(latest) : latest);
      await this.database.updateStep({ ...refused, state: 'refused', error: { code, details } });
      await this.onChange();
      return undefined;
    }
    const sent: Step = { ...withoutProof(latest), state: 'sent', sentAt: Date.now() };
    // A full storage must not keep an accepted step.
    await this.database.updateStep(sent).catch(() => this.database.deleteSteps([step.number]));
    await this.onChange();
    return undefined;
  }
}

/** Errors after which the same proof is never accepted. After others the driver can try again with it. */
const FINAL = new Set<ErrorCode>(['proof_refused', 'proof_locked', 'illegal_transition', 'driver_mismatch']);

/** Removes what the device no longer needs: the receiver's name, PIN and images. */
function withoutProof(step: Step): Step {
  const { action } = step;
  return action.kind === 'complete' ? { ...step, action: { ...action, proof: null } } : step;
}

/** Removes the text of a refused message, which the driver can't resend. */
function withoutText(step: Step): Step {
  return step.action.kind === 'message' ? { ...step, action: { kind: 'message', text: '' } } : step;
}
