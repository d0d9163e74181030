import { registerServiceWorker } from './service-worker';

const HOUR_MS = 3_600_000;

function register(isEntering: () => boolean) {
  const update = jest.fn(async () => undefined);
  const reload = jest.fn();
  const serviceWorker = Object.assign(new EventTarget(), {
    controller: {},
    register: async () => ({ update }),
  });
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  for (const [name, value] of Object.entries({
    navigator: { serviceWorker },
    document: page,
    location: { reload },
  })) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
  registerServiceWorker(isEntering);
  const become = (visibilityState: string) => {
    page.visibilityState = visibilityState;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  return { update, reload, become, serviceWorker };
}

describe('registerServiceWorker', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('loads a new version when the page is hidden, but not while the driver takes a photo', () => {
    let isEntering = true;
    const { reload, become, serviceWorker } = register(() => isEntering);
    serviceWorker.dispatchEvent(new Event('controllerchange'));
    become('hidden');
    isEntering = false;
    become('visible');
    expect(reload).not.toHaveBeenCalled();
    become('hidden');
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('searches for a new version when the page is visible again, at most hourly', async () => {
    const { update, reload, become } = register(() => false);
    become('hidden');
    become('visible');
    await jest.advanceTimersByTimeAsync(HOUR_MS);
    expect(update).not.toHaveBeenCalled();
    become('visible');
    become('visible');
    await jest.advanceTimersByTimeAsync(0);
    expect(update).toHaveBeenCalledTimes(1);
    expect(reload).not.toHaveBeenCalled();
  });
});
