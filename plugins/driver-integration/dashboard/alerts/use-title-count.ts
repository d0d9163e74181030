import { useEffect } from 'react';

const COUNT = /^\(\d+\) /;

/** Shows a count above 0 before the title of the browser tab, such as `(2) Map`. Vendure sets the title of each page. */
export function useTitleCount(count: number): void {
  useEffect(() => {
    const setTitle = (prefix: string) => {
      const title = prefix + document.title.replace(COUNT, '');
      if (document.title !== title) {
        document.title = title;
      }
    };
    const showCount = () => setTitle(count > 0 ? `(${count}) ` : '');
    showCount();
    const observer = new MutationObserver(showCount);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => {
      observer.disconnect();
      setTitle('');
    };
  }, [count]);
}
