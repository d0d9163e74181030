type Edit = (title: string) => string;

/**
 * Changes the title of the browser tab, again whenever it is set. Vendure sets it for each page.
 *
 * @param undo removes the change from a title
 * @returns a function that ends and removes the change
 */
export function keepTitle(change: Edit, undo: Edit): () => void {
  const apply = (edit: Edit) => {
    const title = edit(document.title);
    if (document.title !== title) {
      document.title = title;
    }
  };
  apply(change);
  const observer = new MutationObserver(() => apply(change));
  observer.observe(document.head, { childList: true, subtree: true, characterData: true });
  return () => {
    observer.disconnect();
    apply(undo);
  };
}
