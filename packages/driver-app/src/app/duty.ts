import { DispatchError, type DriverSelf, type Point } from '@driver-dispatch/contract/messages';
import type { EngineClient } from '../engine/engine-client';
import { currentLocation, type LocationProblem, type LocationSource } from '../location/location-source';
import type { Database } from '../storage/database';
import { newId } from '../storage/new-id';
import type { Store } from './app-state';
import { findDutyChange } from './duty-change';

/** Why the driver can't go on duty. */
export type DutyProblem = LocationProblem | { error: DispatchError };

interface Parts {
  client: Pick<EngineClient, 'setDuty'>;
  database: Database;
  store: Store;
  location: LocationSource;
  /** Starts a shift while no step is sent. */
  startShift: (start: () => Promise<void>) => Promise<void>;
  /** Receives the driver's data after a change. */
  onSelf: (self: DriverSelf) => Promise<void>;
}

/** Goes on duty, and stays on duty when the connection was lost for a short time. */
export class Duty {
  private isWanted = false;
  private isResuming = false;

  constructor(private readonly parts: Parts) {}

  async load(): Promise<void> {
    this.isWanted = (await this.parts.database.get('onDuty')) ?? false;
  }

  /** Goes on duty with the current location. Returns why that failed, if it did. */
  async start(): Promise<DutyProblem | undefined> {
    const fix = await currentLocation(this.parts.location);
    if (typeof fix === 'string') {
      return fix;
    }
    try {
      await this.parts.startShift(() => this.setAvailable({ point: fix.point, newShift: true }));
    } catch (error) {
      return { error: error as DispatchError };
    }
    return undefined;
  }

  /** Remembers whether the driver wants to be on duty. */
  async want(isWanted: boolean): Promise<void> {
    if (this.isWanted !== isWanted) {
      this.isWanted = isWanted;
      await this.parts.database.set('onDuty', isWanted);
    }
  }

  /** Reacts to data that shows the driver off duty. */
  async follow(self: DriverSelf, before: DriverSelf | undefined): Promise<void> {
    if (this.isWanted && self.status === 'OFFLINE') {
      // The driver may have gone off duty in another tab.
      await this.load();
    }
    const change = findDutyChange(self, { wantsDuty: this.isWanted, before });
    if (change === 'resume') {
      await this.resume();
    } else if (change !== 'none') {
      await this.want(false);
      this.parts.store.addNotice({ kind: 'off_duty', reason: change });
    }
  }

  /** Goes on duty again within a shift, after the heartbeat has expired. */
  private async resume(): Promise<void> {
    if (this.isResuming) {
      return;
    }
    this.isResuming = true;
    try {
      await this.setAvailable({});
    } catch (error) {
      if (!(error instanceof DispatchError) || !error.retryable) {
        await this.want(false);
        this.parts.store.addNotice({ kind: 'off_duty', reason: 'connection_lost' });
      }
    } finally {
      this.isResuming = false;
    }
  }

  private async setAvailable(duty: { point?: Point; newShift?: boolean }): Promise<void> {
    const self = await this.parts.client.setDuty({ status: 'AVAILABLE', ...duty }, newId());
    await this.want(true);
    await this.parts.onSelf(self);
  }
}
