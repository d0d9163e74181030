import 'fake-indexeddb/auto';
import { DispatchError } from '@driver-dispatch/contract/messages';
import { Database } from '../storage/database';
import { DriverApp } from './driver-app';

interface FakeSession {
  driverId: string;
  onEnded: () => void;
  stop: jest.Mock;
  readSteps: jest.Mock;
  otherTabs: { announce: () => void };
}
const mockSessions: FakeSession[] = [];
const mockListeners = new Set<() => void>();
const mockSignOut = jest.fn(async (_token: string) => undefined);
const mockLeaveDuty = jest.fn(async () => true);
const mockUnsubscribe = jest.fn(async () => undefined);

jest.mock('./signed-in-session', () => ({
  SignedInSession: class {
    stop = jest.fn();
    readSteps = jest.fn();
    start = async () => undefined;
    leaveDuty = mockLeaveDuty;
    constructor(parts: FakeSession) {
      mockSessions.push(Object.assign(this as unknown as FakeSession, parts));
    }
  },
}));
jest.mock('./push-registration', () => ({ unsubscribeFromPush: () => mockUnsubscribe() }));
jest.mock('./browser-tabs', () => ({
  OtherTabs: class {
    private own: (() => void) | undefined;
    announce = () => [...mockListeners].filter((other) => other !== this.own).forEach((other) => other());
    onChange = (listener: () => void) => mockListeners.add((this.own = listener));
  },
}));
jest.mock('../engine/engine-client', () => ({
  EngineClient: class {
    constructor(
      _url: string,
      private readonly token: string,
    ) {}
    signIn = async ({ invitation }: { invitation: string }) => ({
      token: `token of ${invitation}`,
      driverId: invitation,
    });
    signOut = () => mockSignOut(this.token);
  },
}));

const DAY_MS = 24 * 3_600_000;

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) {
      throw new Error(`Not reached: ${String(isTrue)}`);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('DriverApp', () => {
  let database: Database;
  let goOnline: () => void;
  let databases = 0;
  const openTab = async () => {
    const app = new DriverApp({ engineUrl: '' }, database);
    await app.start(undefined);
    return app;
  };

  beforeEach(async () => {
    mockSessions.length = 0;
    mockListeners.clear();
    mockSignOut.mockReset().mockResolvedValue(undefined);
    mockUnsubscribe.mockClear();
    Object.assign(globalThis, {
      navigator: { userAgent: '' },
      addEventListener: (_: string, listener: () => void) => (goOnline = listener),
    });
    database = await Database.open(`app-${++databases}`);
  });

  it('signs all tabs in and out together', async () => {
    const [tab, other] = [await openTab(), await openTab()];
    await tab.signIn('ada');
    await until(() => mockSessions.length > 1);
    await tab.signOut();
    await until(() => mockSessions.every(({ stop }) => stop.mock.calls.length === 1));
    await other.signIn('bo');
    await until(() => mockSessions.length > 3);
    expect(mockSessions.map(({ driverId }) => driverId)).toEqual(['ada', 'ada', 'bo', 'bo']);
  });

  it('ends the notifications once, so that a tab that follows does not end those of the next driver', async () => {
    const tab = await openTab();
    await openTab();
    await tab.signIn('ada');
    await until(() => mockSessions.length > 1);
    await tab.signOut();
    await tab.signIn('bo');
    await until(() => mockSessions.length > 3);
    expect(mockUnsubscribe).toHaveBeenCalledTimes(1);
  });

  it('stays signed in with a delivery that the driver gets during the sign-out', async () => {
    const tab = await openTab();
    await tab.signIn('ada');
    mockLeaveDuty.mockResolvedValueOnce(false);
    await tab.signOut();
    expect(tab.session).toBe(mockSessions[0]);
    expect(mockSignOut).not.toHaveBeenCalled();
  });

  it('reads the steps that another tab has changed', async () => {
    const [tab] = [await openTab(), await openTab()];
    await tab.signIn('ada');
    await until(() => mockSessions.length > 1);
    const [changed, other] = mockSessions;
    changed!.otherTabs.announce();
    await until(() => other!.readSteps.mock.calls.length > 0);
    expect(changed!.readSteps).not.toHaveBeenCalled();
  });

  it('shares the location that the driver sets on the map of the demo', async () => {
    const openDemoTab = async () => {
      const app = new DriverApp({ engineUrl: '', demo: { stores: [] } }, database);
      await app.start(undefined);
      return app.chosenLocation!;
    };
    const [tab, other] = [await openDemoTab(), await openDemoTab()];
    const point = { lat: 52.5, lon: 13.4 };
    await tab.set(point);
    await until(() => other.current?.lat === point.lat);
    expect((await openDemoTab()).current).toEqual(point);
  });

  it('keeps the session after a late reply to an earlier one', async () => {
    const tab = await openTab();
    await tab.signIn('ada');
    await tab.signOut();
    await tab.signIn('bo');
    mockSessions[0]!.onEnded();
    expect(tab.session).toBe(mockSessions[1]);
    expect(await database.get('session')).toMatchObject({ driverId: 'bo' });
    mockSessions[1]!.onEnded();
    await until(() => tab.store.state.phase === 'signed_out' && tab.session === undefined);
    expect(tab.store.state.signedOutReason).toBe('ended');
  });

  it('ends a session at the engine when the network is back', async () => {
    const tab = await openTab();
    await tab.signIn('cleo');
    mockSignOut.mockRejectedValue(new DispatchError('unreachable', ''));
    await tab.signOut();
    const calls = () => mockSignOut.mock.calls.filter(([token]) => token === 'token of cleo').length;
    await until(async () => (await database.get('signedOut'))?.join() === 'token of cleo');
    mockSignOut.mockResolvedValue(undefined);
    goOnline();
    await until(async () => (await database.get('signedOut'))!.length === 0);
    expect(calls()).toBe(2);
  });

  it('ends a session at the next start if the app is closed during the sign-out', async () => {
    const closed = await openTab();
    await closed.signIn('dora');
    mockSignOut.mockReturnValueOnce(new Promise<undefined>(() => undefined));
    await closed.signOut();
    await until(() => mockSignOut.mock.calls.length === 1);
    await openTab();
    await until(async () => (await database.get('signedOut'))!.length === 0);
    expect(mockSignOut.mock.calls).toEqual([['token of dora'], ['token of dora']]);
  });

  it('deletes steps of signed-out drivers after seven days', async () => {
    const add = (driverId: string, days: number) =>
      database.addStep({
        driverId,
        action: { kind: 'off_duty' },
        key: '',
        state: 'waiting',
        createdAt: Date.now() - days * DAY_MS,
      });
    await database.set('session', { token: 'token of ada', driverId: 'ada' });
    await add('ada', 8);
    await add('bo', 8);
    await add('bo', 6);
    await openTab();
    expect(await database.steps('ada')).toHaveLength(1);
    expect(await database.steps('bo')).toHaveLength(1);
  });
});
