/** What can be selected on the map, as a marker and in the address of the page. */
export type MapKind = 'driver' | 'delivery' | 'store';

export interface Selection {
  kind: MapKind;
  id: string;
}

const KINDS: readonly MapKind[] = ['driver', 'delivery', 'store'];

export const idOf = ({ kind, id }: Selection): string => `${kind}:${id}`;

/** The selection of an id or of an address; undefined for anything else. */
export function selectionOf(text: string | null | undefined): Selection | undefined {
  const [, kind, id] = /^(\w+):(.+)$/.exec(text ?? '') ?? [];
  const known = KINDS.find((each) => each === kind);
  return known && id ? { kind: known, id } : undefined;
}
