import type { DispatchError } from '@driver-dispatch/contract/messages';
import type { Configuration } from '../engine/configuration';
import { EngineClient, isUnauthorized } from '../engine/engine-client';
import { ChosenLocation } from '../location/chosen-location';
import { deviceLocation, type LocationSource } from '../location/location-source';
import { ServerClock } from '../location/server-clock';
import type { Database, StoredSession } from '../storage/database';
import { Store, type SignedOutReason } from './app-state';
import { OtherTabs } from './browser-tabs';
import { deviceName } from './device-name';
import { unsubscribeFromPush } from './push-registration';
import { SignOuts } from './sign-outs';
import { SignedInSession } from './signed-in-session';

/** Days after which unsent steps of a signed-out driver are deleted. */
export const UNSENT_DAYS = 7;

/** The driver app without its screens. */
export class DriverApp {
  readonly store = new Store();
  readonly clock = new ServerClock();
  /** The location that the driver sets on a map; undefined outside of the demo. */
  readonly chosenLocation: ChosenLocation | undefined;
  session: SignedInSession | undefined;
  private readonly location: LocationSource;
  private readonly otherTabs = new OtherTabs();
  private readonly signOuts: SignOuts;
  /** Token of the signed-in session. */
  private token: string | undefined;

  constructor(
    readonly configuration: Configuration,
    private readonly database: Database,
  ) {
    this.chosenLocation = configuration.demo
      ? new ChosenLocation({ database, announce: () => this.otherTabs.announce() })
      : undefined;
    this.location = this.chosenLocation ?? deviceLocation;
    this.signOuts = new SignOuts({
      database,
      signOut: (token) => new EngineClient(configuration.engineUrl, token).signOut(),
      onUnstored: (isUnstored) => this.store.set({ endsOnlyWhileOpen: isUnstored }),
    });
  }

  /** Continues the stored session, or signs in with an invitation. */
  async start(invitation: string | undefined): Promise<void> {
    await this.chosenLocation?.load();
    const stored = await this.database.get('session');
    const dayMs = 24 * 3_600_000;
    await this.database.deleteStepsOfOthers(stored?.driverId, Date.now() - UNSENT_DAYS * dayMs);
    this.otherTabs.onChange(() => void this.followOtherTab());
    addEventListener('online', () => void this.signOuts.endRemaining());
    void this.signOuts.endRemaining();
    if (stored && (!invitation || (await this.isAccepted(stored)))) {
      await this.open(stored);
      if (invitation) {
        this.store.addNotice({ kind: 'signed_in_already' });
      }
      return;
    }
    if (stored) {
      await this.database.clearValues();
    }
    this.store.set({ phase: 'signed_out', invitation });
    if (invitation) {
      await this.signIn(invitation);
    }
  }

  /** Uses an invitation whose link was opened while the app is open. */
  async useInvitation(invitation: string): Promise<void> {
    if (this.session) {
      this.store.addNotice({ kind: 'signed_in_already' });
    } else {
      await this.signIn(invitation);
    }
  }

  /** Signs in with an invitation. A failure becomes part of the state. */
  async signIn(invitation: string): Promise<void> {
    this.store.set({ phase: 'signing_in', signInError: undefined });
    const client = new EngineClient(this.configuration.engineUrl);
    try {
      const { token, driverId } = await client.signIn({
        invitation,
        deviceName: deviceName(navigator.userAgent),
      });
      await this.database.set('session', { token, driverId });
      this.otherTabs.announce();
      // The browser then does not delete the queue when the storage of the device gets scarce.
      void navigator.storage?.persist?.();
      await this.open({ token, driverId });
    } catch (error) {
      const { code = 'internal' } = error as Partial<DispatchError>;
      this.store.set({ phase: 'signed_out', signInError: code });
    }
  }

  /**
   * Signs out, unless the driver gets a delivery at the same time. Steps that are not sent stay on the device until the
   * driver signs in again.
   */
  async signOut(): Promise<void> {
    const { token, session } = this;
    if (session && !(await session.leaveDuty())) {
      return;
    }
    if (token !== undefined && token === this.token) {
      await this.endSession('signed_out');
      void this.signOuts.end(token);
    }
  }

  private async open(stored: StoredSession): Promise<void> {
    if (this.token === stored.token) {
      return;
    }
    this.session?.stop();
    this.token = stored.token;
    this.session = new SignedInSession({
      client: new EngineClient(this.configuration.engineUrl, stored.token),
      driverId: stored.driverId,
      database: this.database,
      store: this.store,
      clock: this.clock,
      location: this.location,
      otherTabs: this.otherTabs,
      onEnded: () => {
        // A late reply must not end a later session.
        if (this.token === stored.token) {
          void this.endSession('ended');
        }
      },
    });
    await this.session.start();
  }

  /** Follows a change of the location or the steps, a sign-out or a sign-in in another tab. */
  private async followOtherTab(): Promise<void> {
    await this.chosenLocation?.load();
    const stored = await this.database.get('session');
    if (stored?.token === this.token) {
      await this.session?.readSteps();
      return;
    }
    if (this.token !== undefined) {
      await this.endSession('signed_out');
    }
    if (stored) {
      await this.open(stored);
    }
  }

  private async endSession(signedOutReason: SignedOutReason): Promise<void> {
    const { token } = this;
    this.session?.stop();
    this.session = undefined;
    this.token = undefined;
    const { steps } = this.store.state;
    const waiting = steps.filter(({ state }) => state === 'waiting');
    // Another tab may have signed in again.
    if ((await this.database.get('session'))?.token === token) {
      void unsubscribeFromPush();
      await this.database.clearValues();
      const others = steps.filter((step) => !waiting.includes(step));
      await this.database.deleteSteps(others.map(({ number }) => number));
      this.otherTabs.announce();
    }
    if (this.token !== undefined) {
      // This tab has followed the other one meanwhile.
      return;
    }
    this.store.set({
      phase: 'signed_out',
      signedOutReason,
      unsentCount: waiting.length,
      invitation: undefined,
      signInError: undefined,
      self: undefined,
      steps: [],
      notices: [],
      point: undefined,
      push: 'unavailable',
    });
  }

  private async isAccepted({ token }: StoredSession): Promise<boolean> {
    try {
      await new EngineClient(this.configuration.engineUrl, token).me();
      return true;
    } catch (error) {
      return !isUnauthorized(error);
    }
  }
}
