/** A time span from `from` (inclusive) to `to` (exclusive), in ms since 1970. */
export interface Span {
  from: number;
  to: number;
}

/**
 * Returns the intersection of two lists of spans, as parts of the first list's spans. Both lists are sorted and without
 * overlap. Takes linear time.
 */
export function intersect<T extends Span>(spans: readonly T[], others: readonly Span[]): T[] {
  const common: T[] = [];
  let j = 0;
  for (const span of spans) {
    while (j < others.length && others[j].to <= span.from) {
      j++;
    }
    for (let k = j; k < others.length && others[k].from < span.to; k++) {
      common.push({
        ...span,
        from: Math.max(span.from, others[k].from),
        to: Math.min(span.to, others[k].to),
      });
    }
  }
  return common;
}

/** Returns the union of spans, sorted and without overlap. */
export function union(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && from <= last.to) {
      last.to = Math.max(last.to, to);
    } else if (from < to) {
      merged.push({ from, to });
    }
  }
  return merged;
}
