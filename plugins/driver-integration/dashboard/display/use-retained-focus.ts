import { useEffect, useRef, type FocusEvent } from 'react';

/**
 * Moves the focus to the container when the focused element in it is removed, for example a button that no longer applies.
 * Otherwise keyboard and screen reader users would start again at the top of the page.
 *
 * @returns props for the container element, which must render again when an element in it is removed
 */
export function useRetainedFocus<Container extends HTMLElement>() {
  const container = useRef<Container>(null);
  const focused = useRef<Element>(null);
  useEffect(() => {
    if (focused.current?.isConnected === false) {
      focused.current = null;
      if (document.activeElement === document.body) {
        container.current?.focus({ preventScroll: true });
      }
    }
  });
  return {
    ref: container,
    tabIndex: -1,
    onFocus: ({ target }: FocusEvent) => {
      focused.current = target;
    },
  };
}
