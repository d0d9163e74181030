import { i18n } from '@lingui/core';
import { openApp, showNotification } from './notification';

beforeAll(() => {
  i18n.loadAndActivate({ locale: 'en', messages: {} });
});

async function shown(data: unknown) {
  const show = jest.fn(async (_title: string, _options?: NotificationOptions) => undefined);
  await showNotification({ showNotification: show }, data);
  const [title, options] = show.mock.calls[0]!;
  return { title, ...options };
}

describe('showNotification', () => {
  it('shows order and store, and replaces an earlier notification of the same kind and order', async () => {
    expect(await shown({ kind: 'assigned', orderCode: 'ABC', storeName: 'Bakery' })).toMatchObject({
      title: 'New delivery',
      body: 'Order ABC, Bakery',
      tag: 'assigned ABC',
      renotify: true,
    });
    expect(await shown({ kind: 'cancelled', orderCode: 'ABC' })).toMatchObject({ tag: 'cancelled ABC' });
  });

  it.each([undefined, { kind: 'later', orderCode: 'ABC' }])('shows a general text for %j', async (data) => {
    expect(await shown(data)).toMatchObject({
      title: 'Driver Dispatch',
      body: 'Open the app to see what is new.',
    });
  });
});

describe('openApp', () => {
  it('focuses the open app, or else opens it', async () => {
    const focus = jest.fn();
    const openWindow = jest.fn(async (_url: string | URL) => null);
    const open = (windows: object[]) =>
      openApp({ matchAll: async () => windows as never[], openWindow }, 'https://example.com/driver/');
    const shop = { url: 'https://example.com/', focus: jest.fn() };
    await open([shop, { url: 'https://example.com/driver/#/today', focus }]);
    expect(focus).toHaveBeenCalledTimes(1);
    expect(openWindow).not.toHaveBeenCalled();
    await open([shop]);
    expect(shop.focus).not.toHaveBeenCalled();
    expect(openWindow).toHaveBeenCalledWith('https://example.com/driver/');
  });
});
