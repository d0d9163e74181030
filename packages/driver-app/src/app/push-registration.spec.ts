import { PushRegistration, unsubscribeFromPush } from './push-registration';

const KEY = Buffer.alloc(65, 4).toString('base64url');
const keys = { p256dh: 'p', auth: 'a' };

interface Browser {
  permission: NotificationPermission;
  /** Answer of the driver. */
  answer?: NotificationPermission;
  /** Key of an existing subscription. */
  subscribedFor?: string;
}

function browser({ permission, answer = permission, subscribedFor }: Browser) {
  const unsubscribe = jest.fn(async () => true);
  const subscriptionFor = (key: string, endpoint: string) => ({
    options: { applicationServerKey: new Uint8Array(Buffer.from(key, 'base64url')).buffer },
    toJSON: () => ({ endpoint, keys, expirationTime: null }),
    unsubscribe,
  });
  const subscribe = jest.fn(async ({ applicationServerKey }: { applicationServerKey: string }) =>
    subscriptionFor(applicationServerKey, 'https://push.example.com/new'),
  );
  const getSubscription = async () =>
    subscribedFor === undefined ? null : subscriptionFor(subscribedFor, 'https://push.example.com/old');
  const notification = { permission, requestPermission: jest.fn() };
  notification.requestPermission.mockImplementation(async () => (notification.permission = answer));
  const serviceWorker = { getRegistration: async () => ({ pushManager: { subscribe, getSubscription } }) };
  for (const [name, value] of Object.entries({
    navigator: { serviceWorker },
    Notification: notification,
    PushManager: class {},
  })) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
  return { subscribe, unsubscribe, notification };
}

function registration(pushKey: () => Promise<string> = async () => KEY) {
  const subscribeToPush = jest.fn(async () => undefined);
  const states: string[] = [];
  const push = new PushRegistration({
    client: { pushKey, subscribeToPush },
    onState: (state) => states.push(state),
  });
  return { push, subscribeToPush, states };
}

describe('PushRegistration', () => {
  it('subscribes when the driver allows it', async () => {
    const { subscribe } = browser({ permission: 'default', answer: 'granted' });
    const { push, subscribeToPush, states } = registration();
    await push.load();
    expect(subscribe).not.toHaveBeenCalled();
    await push.enable();
    expect(subscribe).toHaveBeenCalledWith({ userVisibleOnly: true, applicationServerKey: KEY });
    expect(subscribeToPush).toHaveBeenCalledWith({ endpoint: 'https://push.example.com/new', keys });
    expect(states).toEqual(['off', 'on']);
  });

  it('sends an existing subscription again, but not one for another key of the engine', async () => {
    const same = browser({ permission: 'granted', subscribedFor: KEY });
    const first = registration();
    await first.push.load();
    expect(first.subscribeToPush).toHaveBeenCalledWith({ endpoint: 'https://push.example.com/old', keys });
    expect(same.subscribe).not.toHaveBeenCalled();
    const other = browser({
      permission: 'granted',
      subscribedFor: Buffer.alloc(65, 5).toString('base64url'),
    });
    const second = registration();
    await second.push.load();
    expect(other.unsubscribe).toHaveBeenCalledTimes(1);
    expect(second.subscribeToPush).toHaveBeenCalledWith({ endpoint: 'https://push.example.com/new', keys });
  });

  it('repeats what has failed, such as without a network, until it has succeeded', async () => {
    const { subscribe } = browser({ permission: 'granted' });
    const pushKey = jest.fn(async () => KEY).mockRejectedValueOnce(new Error('unreachable'));
    const { push, subscribeToPush, states } = registration(pushKey);
    subscribeToPush.mockRejectedValueOnce(new Error('unreachable'));
    for (let call = 0; call < 4; call++) {
      await push.load();
    }
    expect(states).toEqual(['off', 'on']);
    expect([pushKey, subscribe, subscribeToPush].map(({ mock }) => mock.calls.length)).toEqual([2, 2, 2]);
  });

  it('reports that the driver has blocked notifications', async () => {
    browser({ permission: 'default', answer: 'denied' });
    const { push, states } = registration();
    await push.load();
    await push.enable();
    expect(states).toEqual(['off', 'blocked']);
  });

  it('asks nothing if the engine sends no notifications', async () => {
    const { notification } = browser({ permission: 'default' });
    const { push, states } = registration(() => Promise.reject(new Error('not_found')));
    await push.load();
    await push.enable();
    expect(notification.requestPermission).not.toHaveBeenCalled();
    expect(states).toEqual([]);
  });
});

describe('unsubscribeFromPush', () => {
  it('ends the subscription of the browser', async () => {
    const { unsubscribe } = browser({ permission: 'granted', subscribedFor: KEY });
    await unsubscribeFromPush();
    expect(unsubscribe).toHaveBeenCalledTimes(1);
  });
});
