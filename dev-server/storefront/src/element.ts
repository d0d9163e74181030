type Child = Node | string | null | false;

/** Creates an element with attributes and children. Omits null and false. Text is not parsed as HTML. */
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
