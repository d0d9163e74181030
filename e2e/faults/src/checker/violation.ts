export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I10';

/** Every single thing that is checked, by the invariant that it is part of. */
export const SUB_CHECKS = [
  'I1.overlap',
  'I1.status',
  'I2.single',
  'I2.active',
  'I3.order',
  'I3.move',
  'I3.refused',
  'I3.handover',
  'I3.unmatched',
  'I4.sequence',
  'I4.move',
  'I4.state',
  'I4.relayed',
  'I4.applied',
  'I5.sequence',
  'I5.agreement',
  'I6.available',
  'I6.channel',
  'I6.radius',
  'I6.nearest',
  'I7.missing',
  'I7.stranger',
  'I7.position',
  'I8.refused',
  'I8.effect',
  'I8.secret',
  'I10.unique',
  'I10.order',
  'I10.delivery',
  'I10.event',
] as const;

export type SubCheck = (typeof SUB_CHECKS)[number];

/** Whom or what a finding is about. A log line goes by its number, from 1 on. */
export interface Subject {
  kind: 'driver' | 'delivery' | 'order' | 'log line';
  id: string;
}

/** What one of the checks has found. */
export interface Finding {
  check: SubCheck;
  subject: Subject;
  message: string;
  /** When it happened, where that can be told. */
  at?: number;
}

/** A finding as it is handed out. */
export interface Violation {
  invariant: Invariant;
  check: SubCheck;
  /** Id of the driver, delivery or order, or number of the log line. */
  subject: string;
  message: string;
  /** The operations and rows around it, readable, in time order; only for the first fifty of each check. */
  around: string[];
}

export const invariantOf = (check: SubCheck) => check.split('.')[0] as Invariant;

export const aboutDriver = (id: string): Subject => ({ kind: 'driver', id });
export const aboutDelivery = (id: string): Subject => ({ kind: 'delivery', id });
export const aboutOrder = (id: string): Subject => ({ kind: 'order', id });
