import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { createRoot } from 'react-dom/client';
import { DriverApp } from './app/driver-app';
import { takeInvitation } from './app/invitation';
import { registerServiceWorker } from './app/service-worker';
import { loadConfiguration } from './engine/configuration';
import { AppShell } from './screens/app-shell';
import { NoStorageScreen } from './screens/no-storage-screen';
import { AppContext } from './screens/use-app';
import { Database } from './storage/database';
import { activateLanguage } from './words/language';

async function main(): Promise<void> {
  const invitation = takeInvitation();
  const [configuration, database] = await Promise.all([
    loadConfiguration(),
    // A browser may refuse, such as in a private window.
    Database.open().catch(() => undefined),
    activateLanguage(),
  ]);
  const root = createRoot(document.getElementById('app')!);
  if (!database) {
    root.render(
      <I18nProvider i18n={i18n}>
        <NoStorageScreen />
      </I18nProvider>,
    );
    return;
  }
  const app = new DriverApp(configuration, database);
  root.render(
    <I18nProvider i18n={i18n}>
      <AppContext value={app}>
        <AppShell />
      </AppContext>
    </I18nProvider>,
  );
  registerServiceWorker();
  await app.start(invitation);
  // A link that is opened in the same tab does not load the page again.
  addEventListener('hashchange', () => {
    const opened = takeInvitation();
    if (opened) {
      void app.useInvitation(opened);
    }
  });
}

void main();
