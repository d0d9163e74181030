import { useLingui } from '@lingui/react/macro';
import { STATES } from '../deliveries/delivery-state';
import { DRIVER_STATUSES, ERRORS, FAILURES } from './code-texts';
import { recognise } from './recognise';
import { SERVER_SENTENCES } from './server-sentences';

/** Codes that the server puts where a sentence may be, or into one. */
const CODES: Readonly<Record<string, string>> = { ...STATES, ...DRIVER_STATUSES, ...ERRORS, ...FAILURES };

/** Whether a text is one that the server says, and not what people or others have written. */
export const isServerSentence = (text: string): boolean => recognise(text, SERVER_SENTENCES) !== undefined;

/** What the server has said, in the language of the dashboard; what people or others have written stays as it is. */
export function useServerText(): (text: string) => string {
  const { i18n } = useLingui();
  const textOf = (text: string): string => {
    if (Object.hasOwn(CODES, text)) {
      return i18n._(CODES[text]!);
    }
    const found = recognise(text, SERVER_SENTENCES);
    if (!found) {
      return text;
    }
    const { state, wanted, detail } = found.values;
    const within = Object.entries({ state, wanted, detail }).filter(([, value]) => value !== undefined);
    const translated = Object.fromEntries(within.map(([name, value]) => [name, textOf(value!)]));
    return i18n._(found.sentence, { ...found.values, ...translated });
  };
  return textOf;
}
