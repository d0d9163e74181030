import { useLingui } from '@lingui/react/macro';

/** Returns a function that translates codes. An unknown code is returned unchanged. */
export function useCodeText(texts: Readonly<Record<string, string>>): (code: string) => string {
  const { i18n } = useLingui();
  return (code) => (Object.hasOwn(texts, code) ? i18n._(texts[code]!) : code);
}
