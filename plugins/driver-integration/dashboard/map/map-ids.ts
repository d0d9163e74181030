/** Kinds of objects that can be selected on the map, used in marker ids and in the URL. */
export type MapKind = 'driver' | 'delivery' | 'store';

export interface Selection {
  kind: MapKind;
  id: string;
}

const KINDS: readonly MapKind[] = ['driver', 'delivery', 'store'];

export const formatSelectionId = ({ kind, id }: Selection): string => `${kind}:${id}`;

/** Parses a marker id or URL parameter. Returns undefined if it is invalid. */
export function parseSelectionId(text: string | null | undefined): Selection | undefined {
  const [, kind, id] = /^(\w+):(.+)$/.exec(text ?? '') ?? [];
  const known = KINDS.find((each) => each === kind);
  return known && id ? { kind: known, id } : undefined;
}
