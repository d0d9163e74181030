import type { DriverCondition, DriverFilter, driverQuerySchema } from '@driver-dispatch/contract';
import type { z } from 'zod';

/** SQL expressions of the fields for filters and sorting, on the alias `driver`. */
const COLUMNS: Record<DriverCondition['field'], string> = {
  id: 'driver.id',
  name: 'driver.name',
  phone: 'driver.phone',
  vehicle: `driver.vehicle ->> 'kind'`,
  channelsSince: 'driver.channels_since',
  servesEveryChannel: `(driver.channels = '{}')`,
  active: 'driver.active',
  status: 'driver.status',
  statusSince: 'driver.status_since',
  holdSince: 'driver.hold_since',
  locationAt: 'driver.location_at',
  seenAt: 'driver.seen_at',
  erasedAt: 'driver.erased_at',
  createdAt: 'driver.created_at',
  updatedAt: 'driver.updated_at',
};

type Filter = DriverFilter | undefined;

/** Collects the parameter values of a generated statement. */
export class Values {
  readonly all: unknown[] = [];

  /** @returns the placeholder of the value */
  add(value: unknown): string {
    this.all.push(value);
    return `$${this.all.length}`;
  }
}

/** Converts a filter to an SQL condition. Its values become parameters and never part of the text. */
export function toCondition(filter: Filter, values: Values): string {
  if (filter === undefined) {
    return 'true';
  }
  if ('all' in filter) {
    return joined(filter.all, ' AND ', 'true', values);
  }
  if ('any' in filter) {
    return joined(filter.any, ' OR ', 'false', values);
  }
  const condition = `coalesce(${getPositive(filter, values)}, false)`;
  return filter.not ? `NOT ${condition}` : condition;
}

function joined(filters: DriverFilter[], by: string, none: string, values: Values): string {
  const parts = filters.map((filter) => `(${toCondition(filter, values)})`);
  return parts.length === 0 ? none : parts.join(by);
}

function getPositive({ field, operator, value }: DriverCondition, values: Values): string {
  const column = COLUMNS[field];
  switch (operator) {
    case 'isNull':
      return `(${column} IS NULL) = ${values.add(String(value))}::boolean`;
    case 'in':
      return `${column}::text = ANY (${values.add([value].flat().map(String))}::text[])`;
    case 'contains':
      return `strpos(lower(${column}::text), lower(${values.add(String(value))}::text)) > 0`;
    case 'before':
      return `extract(epoch FROM ${getTime(column, field)}) < extract(epoch FROM ${values.add(String(value))}::timestamptz)`;
    case 'after':
      return `extract(epoch FROM ${getTime(column, field)}) > extract(epoch FROM ${values.add(String(value))}::timestamptz)`;
    case 'eq':
      return `${column}::text = ${values.add(String(value))}::text`;
  }
}

/** NULL for a field that is not a time: nothing is before or after it. */
function getTime(column: string, field: DriverCondition['field']): string {
  return /At$|Since$/.test(field) ? column : 'NULL::timestamptz';
}

/** The requested order, then by id, so that pages never overlap. */
export function getOrder(sort: z.output<typeof driverQuerySchema>['sort']): string {
  return [
    ...sort.map(({ field, order }) => `${COLUMNS[field]} ${order === 'DESC' ? 'DESC' : 'ASC'} NULLS LAST`),
    'driver.id',
  ].join(', ');
}
