import { ERRORS } from '../words/code-texts';
import { isServerSentence, useServerText } from '../words/use-server-text';
import { useCodeText } from '../words/use-code-text';
import { keptError } from './kept-error';

/** An error that the engine has kept, in words: what its code means as well where the message can't be translated. */
export function useErrorText(): (kept: string) => string {
  const codeText = useCodeText(ERRORS);
  const serverText = useServerText();
  return (kept) => {
    const { code, message } = keptError(kept);
    const text = serverText(message);
    return code && !isServerSentence(message) ? `${codeText(code)}: ${text}` : text;
  };
}
