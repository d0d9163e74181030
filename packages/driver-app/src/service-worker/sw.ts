/// <reference lib="webworker" />
import { i18n } from '@lingui/core';
import { clientsClaim } from 'workbox-core';
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { messages as de } from '../i18n/de.po';
import { messages as en } from '../i18n/en.po';
import { getLanguage } from '../words/language';
import { openApp, showNotification } from './notification';

declare const self: ServiceWorkerGlobalScope;

// The app starts from the cache. A new version takes over at once.
void self.skipWaiting();
clientsClaim();
cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html')));

i18n.load({ de, en });

self.addEventListener('push', (event) => {
  i18n.activate(getLanguage());
  event.waitUntil(showNotification(self.registration, event.data?.json()));
});
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openApp(self.clients, self.registration.scope));
});
