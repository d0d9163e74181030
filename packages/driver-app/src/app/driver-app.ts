import type { DispatchError } from '@driver-dispatch/contract/messages';
import type { Configuration } from '../engine/configuration';
import { EngineClient } from '../engine/engine-client';
import { isUnauthorized } from '../engine/live-connection';
import { ChosenLocation, deviceLocation, type LocationSource } from '../location/location-source';
import { ServerClock } from '../location/server-clock';
import type { Database, StoredSession } from '../storage/database';
import { Store, type SignedOutReason } from './app-state';
import { OtherTabs } from './browser-tabs';
import { deviceName } from './device-name';
import { SignedInSession } from './signed-in-session';

/** The driver app without its screens. */
export class DriverApp {
  readonly store = new Store();
  readonly clock = new ServerClock();
  /** The location that the driver sets on a map; undefined outside of the demo. */
  readonly chosenLocation: ChosenLocation | undefined;
  session: SignedInSession | undefined;
  private readonly location: LocationSource;
  private readonly otherTabs = new OtherTabs();
  private client: EngineClient | undefined;
  private token: string | undefined;

  constructor(
    readonly configuration: Configuration,
    private readonly database: Database,
  ) {
    this.chosenLocation = configuration.demo ? new ChosenLocation(undefined) : undefined;
    this.location = this.chosenLocation ?? deviceLocation;
  }

  /** Continues the stored session, or signs in with an invitation. */
  async start(invitation: string | undefined): Promise<void> {
    const stored = await this.database.get('session');
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
      // The browser then does not delete the queue when the storage of the device gets scarce.
      void navigator.storage?.persist?.();
      await this.open({ token, driverId });
    } catch (error) {
      const { code = 'internal' } = error as Partial<DispatchError>;
      this.store.set({ phase: 'signed_out', signInError: code });
    }
  }

  /** Signs out. Steps that are not sent stay on the device until the driver signs in again. */
  async signOut(): Promise<void> {
    await this.session?.leaveDuty();
    // Without a network, the session ends at the engine when it expires or the dispatcher revokes it.
    void this.client?.signOut().catch(() => undefined);
    await this.endSession('signed_out');
  }

  private async open(stored: StoredSession): Promise<void> {
    this.client = new EngineClient(this.configuration.engineUrl, stored.token);
    this.token = stored.token;
    this.session = new SignedInSession({
      client: this.client,
      driverId: stored.driverId,
      database: this.database,
      store: this.store,
      clock: this.clock,
      location: this.location,
      otherTabs: this.otherTabs,
      onEnded: () => void this.endSession('ended'),
    });
    await this.session.start();
  }

  private async endSession(signedOutReason: SignedOutReason): Promise<void> {
    this.session?.stop();
    this.session = undefined;
    const { steps } = this.store.state;
    const waiting = steps.filter(({ state }) => state === 'waiting');
    // Another tab may have signed in again.
    if ((await this.database.get('session'))?.token === this.token) {
      await this.database.clearValues();
      const others = steps.filter((step) => !waiting.includes(step));
      await this.database.deleteSteps(others.map(({ number }) => number));
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
    });
    this.otherTabs.announce();
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
