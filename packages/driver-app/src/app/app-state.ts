import type { DriverSelf, ErrorCode, Point } from '@driver-dispatch/contract/messages';
import type { Connection } from '../engine/live-connection';
import type { LocationState } from '../location/location-reporter';
import type { Step } from '../storage/step';
import type { PushState } from './push-registration';

/** Why nobody is signed in. `ended`: the engine no longer accepts the session. */
export type SignedOutReason = 'new' | 'signed_out' | 'ended';

/** Why a delivery is no longer the driver's. */
export type WithdrawnReason = 'cancelled' | 'ended' | 'reassigned';

/** Why the driver went off duty without wanting it. */
export type OffDutyReason = 'held' | 'elsewhere' | 'connection_lost';

export type Notice =
  | { kind: 'withdrawn'; orderCode: string; reason: WithdrawnReason }
  | { kind: 'off_duty'; reason: OffDutyReason }
  /** An offer is no longer valid, because of its time, the dispatcher or another device. */
  | { kind: 'offer_ended'; storeName: string }
  /** The invitation was not used, because a driver is signed in. */
  | { kind: 'signed_in_already' };

export interface AppState {
  phase: 'starting' | 'signed_out' | 'signing_in' | 'signed_in';
  signedOutReason: SignedOutReason;
  /** Number of steps that were not sent before the sign-out. */
  unsentCount: number;
  /** Whether the signed-out session ends only while the app is open, because the storage is full. */
  endsOnlyWhileOpen: boolean;
  /** Invitation of the link with which the app was opened. */
  invitation?: string;
  signInError?: ErrorCode;
  /** Last data from the engine; undefined until the first reply of a new session. */
  self?: DriverSelf;
  /** Steps that the engine's data does not contain yet, and refused ones. */
  steps: readonly Step[];
  connection: Connection;
  location: LocationState;
  push: PushState;
  /** Last location of the driver on duty. */
  point?: Point;
  notices: readonly Notice[];
}

const INITIAL_STATE: AppState = {
  phase: 'starting',
  signedOutReason: 'new',
  unsentCount: 0,
  endsOnlyWhileOpen: false,
  steps: [],
  connection: 'connecting',
  location: 'off',
  push: 'unavailable',
  notices: [],
};

/** Holds the state and calls listeners after each change. */
export class Store {
  private readonly listeners = new Set<() => void>();

  constructor(private current: AppState = INITIAL_STATE) {}

  get state(): AppState {
    return this.current;
  }

  set(change: Partial<AppState>): void {
    this.current = { ...this.current, ...change };
    this.listeners.forEach((listener) => listener());
  }

  addNotice(notice: Notice): void {
    this.set({ notices: [...this.current.notices, notice] });
  }

  removeNotice(notice: Notice): void {
    this.set({ notices: this.current.notices.filter((other) => other !== notice) });
  }

  removeNotices(kind: Notice['kind']): void {
    if (this.current.notices.some((notice) => notice.kind === kind)) {
      this.set({ notices: this.current.notices.filter((notice) => notice.kind !== kind) });
    }
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
