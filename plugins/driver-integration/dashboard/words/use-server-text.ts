import { useLingui } from '@lingui/react/macro';
import { STATE_LABELS } from '../deliveries/delivery-state';
import { DRIVER_STATUSES, ERRORS, FAILURES } from './code-texts';
import { recognise } from './recognise';
import { SERVER_SENTENCES } from './server-sentences';

/** Codes that the server uses in place of a sentence or within one. */
const CODES: Readonly<Record<string, string>> = {
  ...STATE_LABELS,
  ...DRIVER_STATUSES,
  ...ERRORS,
  ...FAILURES,
};

/** Whether a text is a known message of the server rather than user input. */
export const isServerSentence = (text: string): boolean => recognise(text, SERVER_SENTENCES) !== undefined;

/** Returns a function that translates messages of the server. Other texts, such as user input, are returned unchanged. */
export function useServerText(): (text: string) => string {
  const { i18n } = useLingui();
  const translate = (text: string): string => {
    if (Object.hasOwn(CODES, text)) {
      return i18n._(CODES[text]!);
    }
    const found = recognise(text, SERVER_SENTENCES);
    if (!found) {
      return text;
    }
    const { state, wanted, detail } = found.values;
    const within = Object.entries({ state, wanted, detail }).filter(([, value]) => value !== undefined);
    const translated = Object.fromEntries(within.map(([name, value]) => [name, translate(value!)]));
    return i18n._(found.sentence, { ...found.values, ...translated });
  };
  return translate;
}
