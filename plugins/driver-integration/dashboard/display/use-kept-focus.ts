import { useEffect, useRef, type FocusEvent } from 'react';

/**
 * Keeps the focus in a part of a page when what has it goes away, as a button does that is of no more use: whoever
 * uses a keyboard or a screen reader would begin at the top of the page again.
 *
 * @returns properties of the part's element, which is rendered anew when something in it goes
 */
export function useKeptFocus<Part extends HTMLElement>() {
  const part = useRef<Part>(null);
  const focused = useRef<Element>(null);
  useEffect(() => {
    if (focused.current?.isConnected === false) {
      focused.current = null;
      if (document.activeElement === document.body) {
        part.current?.focus({ preventScroll: true });
      }
    }
  });
  return {
    ref: part,
    tabIndex: -1,
    onFocus: ({ target }: FocusEvent) => {
      focused.current = target;
    },
  };
}
