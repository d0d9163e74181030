/** A recognised sentence and the values of its placeholders. */
export interface Recognised {
  sentence: string;
  values: Record<string, string>;
}

/**
 * Returns the first sentence that matches the whole text, or undefined.
 *
 * @param sentences with placeholders, such as `No driver {driver}`
 */
export function recognise(text: string, sentences: readonly string[]): Recognised | undefined {
  for (const sentence of sentences) {
    const match = createPattern(sentence).exec(text);
    if (match) {
      return { sentence, values: { ...match.groups } };
    }
  }
  return undefined;
}

const patterns = new Map<string, RegExp>();

function createPattern(sentence: string): RegExp {
  let pattern = patterns.get(sentence);
  if (!pattern) {
    const literal = sentence.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
    pattern = new RegExp(`^${literal.replace(/\{(\w+)\}/g, '(?<$1>.+?)')}$`, 's');
    patterns.set(sentence, pattern);
  }
  return pattern;
}
