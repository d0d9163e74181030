type Child = Node | string | null | false;

/** An element with attributes and children; what is null or false is left out. Text is never read as HTML. */
export function element(
  tag: string,
  attributes: Record<string, string | null> = {},
  ...children: Child[]
): HTMLElement {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.filter((child) => child !== null && child !== false));
  return node;
}
