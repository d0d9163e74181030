import type { ResultOf } from '../../graphql/graphql';
import type { Rejection } from '../../run-mutation';
import type { redispatchDeliveryDocument } from '../delivery-documents';

/** A delivery after it was dispatched again. */
export type Redispatched = Exclude<
  ResultOf<typeof redispatchDeliveryDocument>['redispatchDriverDelivery'],
  Rejection
>;

type EngineProblem = NonNullable<Redispatched['engine']['problem']>;

export type RedispatchResult =
  /** `requested`: the submission has not reached the engine yet. */
  | { kind: 'redelivered' | 'requested' | 'submitted' }
  /** The engine's response could not be read. */
  | { kind: 'unknown'; problem: EngineProblem }
  /** `radiusMetres`: null if it is unknown. */
  | { kind: 'waiting'; radiusMetres: number | null }
  | { kind: 'assigned'; driverName: string };

/** Returns what happened to the delivery with this id that was dispatched again. A redelivery has another id. */
export function readRedispatchResult(id: string, { id: nextId, engine }: Redispatched): RedispatchResult {
  const { problem, state, searchRadiusMetres, assignments } = engine;
  if (nextId !== id) {
    return { kind: 'redelivered' };
  }
  if (problem && problem.code !== 'NOT_IN_ENGINE') {
    return { kind: 'unknown', problem };
  }
  if (!state) {
    return { kind: 'requested' };
  }
  if (state === 'PENDING') {
    return { kind: 'waiting', radiusMetres: searchRadiusMetres };
  }
  const driverName = state === 'ASSIGNED' ? assignments.at(-1)?.driverName : undefined;
  return driverName ? { kind: 'assigned', driverName } : { kind: 'submitted' };
}
