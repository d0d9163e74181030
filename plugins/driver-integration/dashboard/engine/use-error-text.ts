import { ERRORS } from '../words/code-texts';
import { isServerSentence, useServerText } from '../words/use-server-text';
import { useCodeText } from '../words/use-code-text';
import { storedError } from './stored-error';

/** Translates a stored error. If the message has no translation, the text of the code precedes the message. */
export function useErrorText(): (stored: string) => string {
  const codeText = useCodeText(ERRORS);
  const serverText = useServerText();
  return (stored) => {
    const { code, message } = storedError(stored);
    const text = serverText(message);
    return code && !isServerSentence(message) ? `${codeText(code)}: ${text}` : text;
  };
}
