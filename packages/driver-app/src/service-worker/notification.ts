import type { PushNotification } from '@driver-dispatch/contract/messages';
import { i18n } from '@lingui/core';
import { PUSHES, UNKNOWN_PUSH } from '../words/push-texts';

/** Shows a push notification in the language of the browser. A later one of the same kind and order replaces it. */
export async function showNotification(
  registration: Pick<ServiceWorkerRegistration, 'showNotification'>,
  data: unknown,
): Promise<void> {
  const { kind, orderCode, storeName } = (data ?? {}) as Partial<PushNotification>;
  const { title, body } = (kind && PUSHES[kind]) || UNKNOWN_PUSH;
  const options = {
    body: i18n._(body, { orderCode, storeName }),
    icon: 'icon-192.png',
    badge: 'icon-192.png',
  };
  const tag = `${kind} ${orderCode}`;
  // TypeScript lacks `renotify`: the device sounds again for a replaced notification.
  const renotified: NotificationOptions = Object.assign(options, { tag, renotify: true });
  await registration.showNotification(i18n._(title), renotified);
}

/** Focuses the app, or opens it. Other pages of its origin, such as the shop, do not count. @param url of the app */
export async function openApp(clients: Pick<Clients, 'matchAll' | 'openWindow'>, url: string): Promise<void> {
  const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const open = windows.find((client) => client.url.startsWith(url));
  await (open ? open.focus() : clients.openWindow(url));
}
