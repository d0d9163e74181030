import { LanguageCode } from '@vendure/core';

/** A text in one of the languages the plugin speaks. */
export interface LocalizedText {
  languageCode: LanguageCode;
  value: string;
}

export function inEnglishAndGerman(en: string, de: string): LocalizedText[] {
  return [
    { languageCode: LanguageCode.en, value: en },
    { languageCode: LanguageCode.de, value: de },
  ];
}
