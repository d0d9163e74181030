import { pointSchema, type GeocodingAddress, type Point } from '@driver-dispatch/contract';
import { UserInputError } from '@vendure/core';
import type { StoresNearQuery } from '../stores/nearby-stores.service';

/** Of GraphQL's `Int`. */
const MAX_INT = 2 ** 31 - 1;

/** The GraphQL input of the same name. Null means omitted. A point takes precedence over a postal code. */
export interface StoresNearInput {
  point?: { lat: number; lon: number } | null;
  postalCode?: string | null;
  /** ISO 3166-1 alpha-2. */
  countryCode?: string | null;
  /** Metres. */
  radiusMetres?: number | null;
  skip?: number | null;
  take?: number | null;
}

/**
 * Validates the input and applies its defaults.
 *
 * @throws UserInputError with the name of the invalid field
 */
export function parseStoresNearInput(input: StoresNearInput): StoresNearQuery {
  return {
    center: getCenter(input),
    radiusMetres: wholeNumber('radiusMetres', input.radiusMetres ?? 5000, 1, 100_000),
    skip: wholeNumber('skip', input.skip ?? 0, 0, MAX_INT),
    take: wholeNumber('take', input.take ?? 20, 1, 100),
  };
}

function getCenter({ point, postalCode, countryCode }: StoresNearInput): Point | GeocodingAddress {
  if (!point && postalCode?.trim()) {
    return { postalCode, countryCode };
  }
  if (!point) {
    throw new UserInputError('point or postalCode must be given');
  }
  const parsed = pointSchema.safeParse(point);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(
      ({ path, message }) => `${['point', ...path].join('.')}: ${message}`,
    );
    throw new UserInputError(issues.join('; '));
  }
  return parsed.data;
}

function wholeNumber(name: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new UserInputError(`${name}: must be a whole number from ${min} to ${max}`);
  }
  return value;
}
