import { i18n, type Messages } from '@lingui/core';

/** Loads the texts of the first language of the browser that the app has, or else English. */
export async function activateLanguage(): Promise<void> {
  const language = navigator.languages.map((tag) => tag.slice(0, 2)).find(isSupported) ?? 'en';
  const { messages } = (await (language === 'de' ? import('../i18n/de.po') : import('../i18n/en.po'))) as {
    messages: Messages;
  };
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
}

function isSupported(language: string): boolean {
  return language === 'en' || language === 'de';
}
