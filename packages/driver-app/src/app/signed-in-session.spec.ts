import 'fake-indexeddb/auto';
import {
  DispatchError,
  type DriverOffer,
  type DriverSelf,
  type OwnDeliveries,
} from '@driver-dispatch/contract/messages';
import type { EngineClient } from '../engine/engine-client';
import type { Connection } from '../engine/live-connection';
import { ServerClock } from '../location/server-clock';
import { Database } from '../storage/database';
import { refusalOf } from '../words/refusal-text';
import { Store } from './app-state';
import { SignedInSession } from './signed-in-session';

let mockConnection: (connection: Connection) => void;
jest.mock('../engine/live-connection', () => ({
  LiveConnection: class {
    stop = () => undefined;
    constructor(_client: unknown, listener: { onConnection: typeof mockConnection }) {
      mockConnection = listener.onConnection;
    }
  },
}));

const self = {
  driverId: 'ada',
  status: 'AVAILABLE',
  task: null,
  serverTime: new Date(0).toISOString(),
} as DriverSelf;
const busy = {
  ...self,
  status: 'BUSY',
  task: { deliveryId: 'd', orderCode: 'O', state: 'ASSIGNED' },
  serverTime: new Date(1).toISOString(),
} as DriverSelf;

describe('SignedInSession', () => {
  let databases = 0;
  let session: SignedInSession;

  beforeAll(() => {
    const none = () => undefined;
    const document = { addEventListener: none, removeEventListener: none };
    Object.assign(globalThis, { navigator: {}, removeEventListener: none, document });
  });

  afterEach(() => session.stop());

  /** A session of a driver whom the engine knows to be busy, whatever the app knows. */
  async function createSession(known: DriverSelf, client: Partial<EngineClient> = {}) {
    const store = new Store();
    store.set({ phase: 'signed_in', self: known });
    const setDuty = jest.fn(async () => {
      throw new DispatchError('illegal_transition', 'The driver has a delivery');
    });
    const database = await Database.open(`session-${++databases}`);
    session = new SignedInSession({
      client: { setDuty, me: async () => busy, reportLocations: async () => undefined, ...client } as never,
      driverId: self.driverId,
      database,
      store,
      clock: new ServerClock(),
      location: { watch: () => () => undefined },
      otherTabs: { announce: () => undefined } as never,
      onEnded: () => undefined,
    });
    return { store, setDuty, database };
  }

  it('refuses to leave duty, with a message, if the driver has just got a delivery', async () => {
    const { store } = await createSession(self);
    expect(await session.leaveDuty()).toBe(false);
    expect(store.state.self?.task?.orderCode).toBe('O');
    expect(store.state.steps.map(refusalOf)).toEqual(['still_busy']);
  });

  it('refuses to leave duty also if the device cannot store the step', async () => {
    const { store, database } = await createSession(self);
    database.addStep = () => Promise.reject(new Error('Full'));
    expect(await session.leaveDuty()).toBe(false);
    expect(store.state.self?.task?.orderCode).toBe('O');
  });

  it('leaves a driver with a known delivery on duty', async () => {
    const { setDuty } = await createSession(busy);
    expect(await session.leaveDuty()).toBe(true);
    expect(setDuty).not.toHaveBeenCalled();
  });

  it('shows no message about a withdrawn delivery after the sign-out', async () => {
    let answer: (own: OwnDeliveries) => void = () => undefined;
    const ownDeliveries = jest.fn(() => new Promise<OwnDeliveries>((resolve) => (answer = resolve)));
    const free = { ...self, serverTime: new Date(2).toISOString() };
    const { store } = await createSession(busy, { ownDeliveries, acceptOffer: async () => free });
    await session.offers.accept({ offerId: '1' } as DriverOffer);
    expect(ownDeliveries).toHaveBeenCalledTimes(1);
    session.stop();
    answer({ deliveries: [], onDutySeconds: 0 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(store.state.notices).toEqual([]);
  });

  it('sets up the notifications when the connection is back', async () => {
    Object.assign(globalThis, { PushManager: class {}, Notification: { permission: 'default' } });
    const { store } = await createSession(self, { pushKey: async () => 'key' });
    mockConnection('offline');
    expect(store.state.push).toBe('unavailable');
    mockConnection('live');
    await new Promise((resolve) => setImmediate(resolve));
    expect(store.state.push).toBe('off');
  });
});
