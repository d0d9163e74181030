/** What an action has done. */
export interface ActionOutcome {
  tone: 'success' | 'info' | 'warning' | 'error';
  text: string;
}

/** Maximum number of named rows in a message. */
const MAX_NAMES = 5;

/**
 * Groups the outcomes of a bulk action by their text. With several rows the text has their number. The description names at
 * most {@link MAX_NAMES} rows.
 */
export function groupOutcomes(
  results: readonly (ActionOutcome & { name: string })[],
): (ActionOutcome & { description: string })[] {
  return [...new Set(results.map(({ text }) => text))].map((text) => {
    const alike = results.filter((result) => result.text === text);
    const names = alike.slice(0, MAX_NAMES).map(({ name }) => name);
    return {
      tone: alike[0]!.tone,
      text: alike.length > 1 ? `${text} (${alike.length})` : text,
      description: [...names, ...(alike.length > MAX_NAMES ? ['…'] : [])].join(', '),
    };
  });
}
