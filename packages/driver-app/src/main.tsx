import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import type { ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { DriverApp } from './app/driver-app';
import { takeInvitation } from './app/invitation';
import { registerServiceWorker } from './app/service-worker';
import { loadConfiguration } from './engine/configuration';
import { AppShell } from './screens/app-shell';
import { NoConfigurationScreen } from './screens/no-configuration-screen';
import { NoStorageScreen } from './screens/no-storage-screen';
import { AppContext } from './screens/use-app';
import { isEntering } from './screens/use-screen';
import { Database } from './storage/database';
import { activateLanguage } from './words/language';

async function main(): Promise<void> {
  const invitation = takeInvitation();
  const [database] = await Promise.all([
    // A browser may refuse, such as in a private window.
    Database.open().catch(() => undefined),
    activateLanguage(),
  ]);
  const root = createRoot(document.getElementById('app')!);
  const render = (screen: ReactElement) => root.render(<I18nProvider i18n={i18n}>{screen}</I18nProvider>);
  if (!database) {
    return render(<NoStorageScreen />);
  }
  let configuration = await loadConfiguration(database);
  while (!configuration) {
    await new Promise<void>((resolve) => render(<NoConfigurationScreen onRetry={resolve} />));
    configuration = await loadConfiguration(database);
  }
  const app = new DriverApp(configuration, database);
  render(
    <AppContext value={app}>
      <AppShell />
    </AppContext>,
  );
  registerServiceWorker(isEntering);
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
