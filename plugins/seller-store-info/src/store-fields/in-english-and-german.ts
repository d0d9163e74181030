import { LanguageCode } from '@vendure/core';

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
