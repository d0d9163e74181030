import {
  DRIVER_FIELDS,
  type DriverCondition,
  type DriverFilter,
  type DriverQuery,
} from '@driver-dispatch/contract';
import { UserInputError } from '@vendure/core';

/** As Vendure generates them for a list: each field with its operators, and `_and` and `_or`. */
export interface DriverListOptions {
  skip?: number | null;
  take?: number | null;
  sort?: Record<string, 'ASC' | 'DESC' | null> | null;
  filter?: Filter | null;
  filterOperator?: 'AND' | 'OR' | null;
}

type Operators = Record<string, unknown>;
type Filter = Record<string, Operators | Filter[] | null | undefined>;
type Field = DriverCondition['field'];

/** How many drivers a page has that does not say. */
const DEFAULT_TAKE = 100;

/**
 * A list's options as the engine takes them.
 *
 * @param hidden fields that may not be used
 * @throws UserInputError for a hidden field, and for a field or an operator that the engine can't compare by
 */
export function driverQueryOf(
  options: DriverListOptions = {},
  hidden: readonly Field[] = [],
): Omit<DriverQuery, 'channelId'> {
  const { skip, take, sort, filter, filterOperator } = options;
  return {
    skip: skip ?? 0,
    take: take ?? DEFAULT_TAKE,
    sort: Object.entries(sort ?? {}).flatMap(([name, order]) =>
      order ? [{ field: fieldOf(name, hidden), order }] : [],
    ),
    filter: filter ? filterOf(filter, filterOperator ?? 'AND', hidden) : undefined,
  };
}

function filterOf(filter: Filter, operator: 'AND' | 'OR', hidden: readonly Field[]): DriverFilter {
  const parts = Object.entries(filter).flatMap(([name, value]): DriverFilter[] => {
    if (!value) {
      return [];
    }
    if (Array.isArray(value)) {
      const nested = value.map((part) => filterOf(part, 'AND', hidden));
      return [name === '_or' ? { any: nested } : { all: nested }];
    }
    return conditionsOf(fieldOf(name, hidden), value);
  });
  return operator === 'OR' && parts.length > 0 ? { any: parts } : { all: parts };
}

function conditionsOf(field: Field, operators: Operators): DriverFilter[] {
  return Object.entries(operators).flatMap(([name, value]): DriverFilter[] => {
    if (value === null || value === undefined) {
      return [];
    }
    if (name === 'between') {
      const { start, end } = value as { start: unknown; end: unknown };
      return [
        { field, operator: 'before', value: valueOf(start), not: true },
        { field, operator: 'after', value: valueOf(end), not: true },
        { field, operator: 'isNull', value: false },
      ];
    }
    const not = name.startsWith('not');
    const operator = (not ? name.slice(3).toLowerCase() : name) as DriverCondition['operator'];
    if (!['eq', 'in', 'contains', 'before', 'after', 'isNull'].includes(operator)) {
      throw new UserInputError(`Drivers can't be filtered by ${name}`);
    }
    return [{ field, operator, value: valueOf(value), not }];
  });
}

function valueOf(value: unknown): DriverCondition['value'] {
  return (value instanceof Date ? value.toISOString() : value) as DriverCondition['value'];
}

/** `id` goes through the shop's own codec for ids, which makes nothing sensible of a driver's: `driverId` does not. */
function fieldOf(name: string, hidden: readonly Field[]): Field {
  const field = name === 'driverId' ? 'id' : DRIVER_FIELDS.find((known) => known !== 'id' && known === name);
  if (!field || hidden.includes(field)) {
    throw new UserInputError(`Drivers can't be filtered or sorted by ${name}`);
  }
  return field;
}
