export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I10';

/** All checks, prefixed with their invariant. */
export const SUB_CHECKS = [
  'I1.overlap',
  'I1.status',
  'I2.single',
  'I2.active',
  'I3.order',
  'I3.move',
  'I3.refused',
  'I3.submission',
  'I3.unmatched',
  'I4.sequence',
  'I4.move',
  'I4.state',
  'I4.acknowledged',
  'I4.applied',
  'I5.sequence',
  'I5.equal',
  'I6.available',
  'I6.channel',
  'I6.radius',
  'I6.nearest',
  'I7.missing',
  'I7.unexpected',
  'I7.position',
  'I8.refused',
  'I8.effect',
  'I8.secret',
  'I9.accepted',
  'I9.driver',
  'I9.delivery',
  'I9.answer',
  'I10.unique',
  'I10.order',
  'I10.delivery',
  'I10.event',
] as const;

export type SubCheck = (typeof SUB_CHECKS)[number];

/** The subject of a finding. The id of a log line is its number, starting with 1. */
export interface Subject {
  kind: 'driver' | 'delivery' | 'order' | 'log line';
  id: string;
}

/** A problem that a check has found. */
export interface Finding {
  check: SubCheck;
  subject: Subject;
  message: string;
  /** Time of the problem, if known. */
  at?: number;
}

/** A finding in the result of the checker. */
export interface Violation {
  invariant: Invariant;
  check: SubCheck;
  /** Id of the driver, delivery or order, or number of the log line. */
  subject: string;
  message: string;
  /** Operations and rows around the violation as text, in time order; only for the first fifty of each check. */
  context: string[];
}

export const getInvariant = (check: SubCheck) => check.split('.')[0] as Invariant;

export const aboutDriver = (id: string): Subject => ({ kind: 'driver', id });
export const aboutDelivery = (id: string): Subject => ({ kind: 'delivery', id });
export const aboutOrder = (id: string): Subject => ({ kind: 'order', id });
