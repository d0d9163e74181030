import { DispatchError, type DriverSelf, type OwnDeliveries } from '@driver-dispatch/contract/messages';
import {
  applySteps,
  findIncluded,
  findOutdated,
  findWithdrawn,
  withoutEndedReceiver,
} from '../delivery/apply-steps';
import { isUnauthorized, type EngineClient } from '../engine/engine-client';
import { LiveConnection } from '../engine/live-connection';
import { LocationReporter } from '../location/location-reporter';
import type { LocationSource } from '../location/location-source';
import type { ServerClock } from '../location/server-clock';
import { keepScreenOn } from '../location/wake-lock';
import { QueueSender } from '../queue/queue-sender';
import { sendStep } from '../queue/send-step';
import type { NewStep, Step, StepProof } from '../storage/step';
import { StepQueue } from '../queue/step-queue';
import type { Database } from '../storage/database';
import { newId } from '../storage/new-id';
import type { Store } from './app-state';
import { exclusively, type OtherTabs } from './browser-tabs';
import { Duty, type DutyProblem } from './duty';
import { OfferAnswers } from './offer-answers';
import { PushRegistration } from './push-registration';
import { withdrawnReason } from './withdrawn-reason';

interface Parts {
  client: EngineClient;
  driverId: string;
  database: Database;
  store: Store;
  clock: ServerClock;
  location: LocationSource;
  otherTabs: OtherTabs;
  /** The engine no longer accepts the session. */
  onEnded: () => void;
}

/** The work of the app between sign-in and sign-out: changes, steps, duty and locations of one driver. */
export class SignedInSession {
  readonly offers: OfferAnswers;
  private readonly queue: StepQueue;
  private readonly sender: QueueSender;
  private readonly live: LiveConnection;
  private readonly reporter: LocationReporter;
  private readonly duty: Duty;
  private readonly push: PushRegistration;
  private releaseScreen: (() => void) | undefined;
  private ended = false;
  /** The engine's time of the last data. Older data, which arrives later, is ignored. */
  private receivedTime = '';

  constructor(private readonly parts: Parts) {
    const { client, database, store, clock, driverId } = parts;
    const onUnauthorized = () => parts.onEnded();
    this.queue = new StepQueue(database, exclusively, async () => {
      await this.readSteps();
      parts.otherTabs.announce();
    });
    this.sender = new QueueSender({
      send: () => this.queue.send(driverId, (step, save) => this.sendStep(step, save)),
      onSent: () => this.refresh(),
      onUnauthorized,
    });
    this.live = new LiveConnection(client, {
      onSelf: (self) => void this.receive(self),
      onConnection: (connection) => {
        const wasOffline = store.state.connection === 'offline';
        if (store.state.connection !== connection && !this.ended) {
          store.set({ connection });
        }
        if (wasOffline && connection !== 'offline') {
          void this.sender.trigger();
          void this.push.load();
        }
      },
      onUnauthorized,
    });
    this.offers = new OfferAnswers({
      client,
      onSelf: (self) => this.receive(self),
      refresh: () => this.refresh(),
    });
    this.duty = new Duty({
      ...parts,
      startShift: (start) => this.queue.startShift(driverId, start),
      onSelf: (self) => this.receive(self),
    });
    this.push = new PushRegistration({
      client,
      onState: (push) => !this.ended && store.set({ push }),
    });
    this.reporter = new LocationReporter({
      source: parts.location,
      clock,
      send: (locations) => client.reportLocations(locations),
      onState: (location, point = location === 'off' ? undefined : store.state.point) =>
        store.set({ location, point }),
    });
  }

  async start(): Promise<void> {
    const { database, store, driverId } = this.parts;
    const [self] = await Promise.all([database.get('self'), this.duty.load()]);
    store.set({
      phase: 'signed_in',
      self: self?.driverId === driverId ? self : undefined,
      connection: 'connecting',
    });
    await this.readSteps();
    addEventListener('online', this.wake);
    addEventListener('offline', this.interrupt);
    document.addEventListener('visibilitychange', this.wake);
    void this.live.run();
    void this.push.load();
    void this.sender.trigger();
  }

  stop(): void {
    this.ended = true;
    removeEventListener('online', this.wake);
    removeEventListener('offline', this.interrupt);
    document.removeEventListener('visibilitychange', this.wake);
    this.live.stop();
    this.sender.stop();
    this.stopReporting();
  }

  /** Goes on duty with the current location, and asks for notifications. Returns why the duty failed, if it did. */
  async goOnDuty(): Promise<DutyProblem | undefined> {
    void this.push.enable();
    // Earlier steps come first, such as the end of a delivery.
    await this.sender.trigger();
    return this.duty.start();
  }

  async goOffDuty(): Promise<void> {
    this.stopReporting();
    await this.addStep({ action: { kind: 'off_duty' } });
  }

  /**
   * Ends the duty before the sign-out, so that the driver gets no further delivery. A driver with a delivery stays on duty.
   *
   * @returns false if the engine refuses, because the driver has just got a delivery
   */
  async leaveDuty(): Promise<boolean> {
    const { self, steps } = this.parts.store.state;
    if (!this.isOnDuty || (self && applySteps(self, steps).task)) {
      return true;
    }
    try {
      await this.goOffDuty();
      await this.sender.trigger();
      return !this.parts.store.state.steps.some(
        ({ action, state }) => action.kind === 'off_duty' && state === 'refused',
      );
    } catch {
      // The storage is full, so the step can't wait for a connection.
      return this.leaveDutyWithoutStep();
    }
  }

  private async leaveDutyWithoutStep(): Promise<boolean> {
    try {
      await this.parts.client.setDuty({ status: 'OFFLINE' }, newId());
    } catch (error) {
      if (error instanceof DispatchError && error.code === 'illegal_transition') {
        await this.refresh();
        return false;
      }
    }
    return true;
  }

  /**
   * Stores a step and sends it if possible.
   *
   * @throws DOMException `QuotaExceededError` if the storage is full
   */
  async addStep(step: Omit<NewStep, 'driverId'>): Promise<void> {
    const { driverId } = this.parts;
    await this.queue.add({ ...step, driverId });
    const { action } = step;
    if (action.kind === 'off_duty' || ('endShift' in action && action.endShift)) {
      await this.duty.want(false);
    }
    await this.keepSelf(this.parts.store.state.self);
    void this.sender.trigger();
  }

  /** Sends the waiting steps now. */
  sendNow(): Promise<void> {
    return this.sender.trigger();
  }

  /** Sends a refused step again. */
  async retry(step: Step): Promise<void> {
    await this.queue.retry(step);
    void this.sender.trigger();
  }

  /** Replaces the image of a waiting step, which may not be accepted, by another proof. */
  async replaceProof(step: Step, proof: StepProof): Promise<void> {
    await this.queue.replaceProof(step, proof);
    void this.sender.trigger();
  }

  dismiss(step: Step): Promise<void> {
    return this.queue.delete([step]);
  }

  /** Requests for the driver's tracking apps. */
  get trackers(): Pick<EngineClient, 'trackerSecrets' | 'createTrackerSecret' | 'revokeTrackerSecret'> {
    return this.parts.client;
  }

  /** Records that the driver has read messages. Without a connection they stay unread. */
  async readMessages(deliveryId: string, messageIds: readonly string[]): Promise<void> {
    try {
      await this.parts.client.readMessages(deliveryId, messageIds);
    } catch {
      // The screen tries again when the connection has changed.
    }
  }

  /** @throws DispatchError */
  ownDeliveries(since: Date): Promise<OwnDeliveries> {
    return this.parts.client.ownDeliveries(since.toISOString());
  }

  private readonly interrupt = () => this.live.interrupt();

  private readonly wake = () => {
    if (document.visibilityState === 'visible') {
      this.live.wake();
      void this.sender.trigger();
    }
  };

  private async sendStep(step: Step, save: (step: Step) => Promise<void>): Promise<void> {
    await sendStep(this.parts.client, step, save);
    if (step.action.kind === 'off_duty') {
      await this.refresh();
    }
  }

  /** Reads the driver's data. An event or the next poll replaces a failed request. */
  private async refresh(): Promise<void> {
    try {
      await this.receive(await this.parts.client.me());
    } catch (error) {
      if (isUnauthorized(error)) {
        this.parts.onEnded();
      }
    }
  }

  private async receive(self: DriverSelf): Promise<void> {
    const { store, clock } = this.parts;
    const before = store.state.self;
    if (this.ended || self.serverTime < this.receivedTime) {
      return;
    }
    this.receivedTime = self.serverTime;
    clock.set(self.serverTime);
    const endedOffer = this.offers.findEnded(before, self);
    const withdrawn = findWithdrawn(before, self, store.state.steps);
    await this.keepSelf(self);
    await this.deleteIncluded();
    await this.deleteOutdated(self);
    if (this.ended) {
      return;
    }
    if (withdrawn) {
      void this.announceWithdrawn(withdrawn);
    }
    if (self.offer) {
      // The message about an earlier offer would be misleading.
      store.removeNotices('offer_ended');
    } else if (endedOffer) {
      store.addNotice({ kind: 'offer_ended', storeName: endedOffer.store.name });
    }
    if (this.isOnDuty) {
      await this.duty.want(true);
    }
    await this.duty.follow(self, before);
  }

  /** Keeps the driver's data on the device, without the receiver of a delivery that the driver has ended. */
  private async keepSelf(self: DriverSelf | undefined): Promise<void> {
    if (self && !this.ended) {
      const kept = withoutEndedReceiver(self, this.parts.store.state.steps);
      this.parts.store.set({ self: kept });
      await this.parts.database.set('self', kept);
    }
    this.reportIfOnDuty();
  }

  /** Reads the stored steps, which this or another tab has changed. */
  async readSteps(): Promise<void> {
    const { database, store, driverId } = this.parts;
    const steps = await database.steps(driverId);
    if (!this.ended) {
      store.set({ steps });
      await this.deleteIncluded();
      this.reportIfOnDuty();
    }
  }

  private async deleteIncluded(): Promise<void> {
    const { self, steps } = this.parts.store.state;
    const included = self ? findIncluded(self, steps) : [];
    if (included.length > 0) {
      await this.queue.delete(included);
    }
  }

  private async deleteOutdated(self: DriverSelf): Promise<void> {
    const outdated = findOutdated(this.parts.store.state.steps, Date.now());
    if (outdated.length > 0) {
      await this.queue.delete(outdated);
      await this.keepSelf(self);
    }
  }

  private get isOnDuty(): boolean {
    const { self, steps } = this.parts.store.state;
    return self !== undefined && applySteps(self, steps).status !== 'OFFLINE';
  }

  private reportIfOnDuty(): void {
    if (this.isOnDuty && !this.ended) {
      this.releaseScreen ??= keepScreenOn();
      this.reporter.start();
    } else {
      this.stopReporting();
    }
  }

  private stopReporting(): void {
    this.reporter.stop();
    this.releaseScreen?.();
    this.releaseScreen = undefined;
  }

  private async announceWithdrawn(delivery: { deliveryId: string; orderCode: string }): Promise<void> {
    const { store, clock } = this.parts;
    const since = new Date(clock.now() - WITHDRAWN_SINCE_MS);
    const own = await this.ownDeliveries(since).catch(() => undefined);
    const state = own?.deliveries.find(({ deliveryId }) => deliveryId === delivery.deliveryId)?.state;
    const reason = withdrawnReason(state);
    if (!this.ended) {
      store.addNotice({ kind: 'withdrawn', orderCode: delivery.orderCode, reason });
    }
  }
}

/** Period in ms in which a withdrawn delivery was assigned. */
const WITHDRAWN_SINCE_MS = 24 * 3_600_000;
