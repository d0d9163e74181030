import { i18n, type Messages } from '@lingui/core';

/** The first language of the browser that the app has, or else English. */
export function getLanguage(): 'en' | 'de' {
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isSupported) ?? 'en';
}

/** Loads the texts of {@link getLanguage}. */
export async function activateLanguage(): Promise<void> {
  const language = getLanguage();
  const { messages } = (await (language === 'de' ? import('../i18n/de.po') : import('../i18n/en.po'))) as {
    messages: Messages;
  };
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
}

function isSupported(language: string): language is 'en' | 'de' {
  return language === 'en' || language === 'de';
}
