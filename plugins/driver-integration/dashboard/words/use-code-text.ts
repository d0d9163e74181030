import { useLingui } from '@lingui/react/macro';

/** What the codes of a set are called in the language of the dashboard; a code it does not have is shown as it is. */
export function useCodeText(texts: Readonly<Record<string, string>>): (code: string) => string {
  const { i18n } = useLingui();
  return (code) => (Object.hasOwn(texts, code) ? i18n._(texts[code]!) : code);
}
