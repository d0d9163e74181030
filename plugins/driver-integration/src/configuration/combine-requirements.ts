import type { Requirements, VehicleKind } from '@driver-dispatch/contract';
import type { VariantRequirements } from './variant-requirements-fields';

/**
 * The requirements of an order: all tags, the total weight, and the vehicle kinds that suit every product. If no kind suits
 * every product, all of their kinds.
 *
 * @returns undefined without requirements
 */
export function combineRequirements(
  lines: readonly (VariantRequirements & { quantity: number })[],
): Requirements | undefined {
  const kinds = lines.map((line) => line.requiredVehicleKinds ?? []).filter(({ length }) => length > 0);
  const tags = new Set(lines.flatMap((line) => line.requiredDriverTags ?? []));
  const loadGrams = lines.reduce((sum, { quantity, weightGrams }) => sum + quantity * (weightGrams ?? 0), 0);
  const requirements: Requirements = {
    ...(kinds.length > 0 && { vehicleKinds: suitableKinds(kinds) }),
    ...(tags.size > 0 && { tags: [...tags].sort() }),
    ...(loadGrams > 0 && { loadGrams }),
  };
  return Object.keys(requirements).length > 0 ? requirements : undefined;
}

function suitableKinds(lists: readonly VehicleKind[][]): VehicleKind[] {
  const all = [...new Set(lists.flat())];
  const suitable = all.filter((kind) => lists.every((list) => list.includes(kind)));
  return suitable.length > 0 ? suitable : all;
}
