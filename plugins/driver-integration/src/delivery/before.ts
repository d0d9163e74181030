import { LessThan, type FindOperator } from 'typeorm';

/** Longer ago than so many milliseconds. */
export function before(milliseconds: number): FindOperator<Date> {
  return LessThan(new Date(Date.now() - milliseconds));
}
