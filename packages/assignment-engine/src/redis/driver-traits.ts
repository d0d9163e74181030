import type { DriverTraits, VehicleKind } from '@driver-dispatch/contract';

const NONE = '-';

/** Traits as the availability index stores them: vehicle kind, load capacity in grams and tags; empty for no traits. */
export function formatTraits({ vehicleKind, loadCapacityGrams, tags }: DriverTraits): string {
  return vehicleKind === null && loadCapacityGrams === null && tags.length === 0
    ? ''
    : `${vehicleKind ?? NONE} ${loadCapacityGrams ?? NONE} ${tags.join(',')}`;
}

export function parseTraits(text: string): DriverTraits {
  const [vehicleKind = NONE, loadCapacity = NONE, tags = ''] = text === '' ? [] : text.split(' ');
  return {
    vehicleKind: vehicleKind === NONE ? null : (vehicleKind as VehicleKind),
    loadCapacityGrams: loadCapacity === NONE ? null : Number(loadCapacity),
    tags: tags === '' ? [] : tags.split(','),
  };
}
