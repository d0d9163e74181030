import { z } from 'zod';
import { UNMET_REQUIREMENTS } from '../errors/error-details';
import { vehicleKindSchema, type VehicleKind } from './vehicle';

/** An ability or permission of a driver, such as `age_check` or `cooling`. */
export const tagSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, { error: 'Only lowercase letters, digits, _ and - are allowed' })
  .meta({ id: 'Tag' });

export const tagsSchema = z
  .array(tagSchema)
  .max(50)
  .meta({ description: 'Tags of the driver, such as `age_check`; an order may require some' });

/** Grams, up to 100 tonnes. */
export const gramsSchema = z.int().min(1).max(100_000_000);

export const loadCapacitySchema = gramsSchema
  .nullable()
  .meta({ description: 'Heaviest load in grams; null for no limit' });

/** What an order requires of its driver. A driver must meet all of it. */
export const requirementsSchema = z
  .object({
    vehicleKinds: z.array(vehicleKindSchema).min(1).optional().meta({
      description: 'The vehicle must be of one of these kinds; a driver without a vehicle has none',
    }),
    tags: z.array(tagSchema).min(1).max(20).optional().meta({ description: 'The driver needs all of them' }),
    loadGrams: gramsSchema.optional().meta({ description: 'Weight of the goods' }),
  })
  .meta({ id: 'Requirements' });

/** What a driver has that an order may require. */
export interface DriverTraits {
  vehicleKind: VehicleKind | null;
  tags: readonly string[];
  /** null for no limit. */
  loadCapacityGrams: number | null;
}

export const unmetRequirementSchema = z.enum(UNMET_REQUIREMENTS).meta({ id: 'UnmetRequirement' });

/** The first requirement that a driver does not meet; undefined if the driver meets all. */
export function unmetRequirement(
  { vehicleKind, tags, loadCapacityGrams }: DriverTraits,
  required: Requirements | null | undefined,
): UnmetRequirement | undefined {
  const { vehicleKinds, tags: requiredTags = [], loadGrams = 0 } = required ?? {};
  if (vehicleKinds && !(vehicleKind && vehicleKinds.includes(vehicleKind))) {
    return 'vehicle_kind';
  }
  if (!requiredTags.every((tag) => tags.includes(tag))) {
    return 'missing_tag';
  }
  return loadCapacityGrams !== null && loadCapacityGrams < loadGrams ? 'load_capacity' : undefined;
}

export type Requirements = z.infer<typeof requirementsSchema>;
export type UnmetRequirement = z.infer<typeof unmetRequirementSchema>;
