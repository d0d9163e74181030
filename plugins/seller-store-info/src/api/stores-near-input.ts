import { pointSchema, type Point } from '@driver-dispatch/contract';
import { UserInputError } from '@vendure/core';

/** The GraphQL input of the same name; null is what a client may send for a default. */
export interface StoresNearInput {
  point: { lat: number; lon: number };
  /** Metres. */
  radiusMetres?: number | null;
  take?: number | null;
}

export interface StoresNearQuery {
  point: Point;
  /** Metres. */
  radiusMetres: number;
  take: number;
}

/**
 * The input with its defaults.
 *
 * @throws UserInputError naming the field that is wrong
 */
export function parseStoresNearInput(input: StoresNearInput): StoresNearQuery {
  const point = pointSchema.safeParse(input.point);
  if (!point.success) {
    const issues = point.error.issues.map(
      ({ path, message }) => `${['point', ...path].join('.')}: ${message}`,
    );
    throw new UserInputError(issues.join('; '));
  }
  return {
    point: point.data,
    radiusMetres: wholeNumber('radiusMetres', input.radiusMetres ?? 5000, 100_000),
    take: wholeNumber('take', input.take ?? 20, 100),
  };
}

function wholeNumber(name: string, value: number, max: number): number {
  if (!Number.isInteger(value) || value < 1 || value > max) {
    throw new UserInputError(`${name}: must be a whole number from 1 to ${max}`);
  }
  return value;
}
