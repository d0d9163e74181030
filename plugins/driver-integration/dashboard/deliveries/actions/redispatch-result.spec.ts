import { readRedispatchResult, type Redispatched, type RedispatchResult } from './redispatch-result';

const ENGINE: Redispatched['engine'] = {
  problem: null,
  state: null,
  searchRadiusMetres: null,
  assignments: [],
};
const problemOf = <Code extends string>(code: Code) => ({ code, details: {}, message: code });
const unreachable = problemOf('ENGINE_UNAVAILABLE');

it.each<[string, Partial<Redispatched['engine']>, RedispatchResult]>([
  ['not in the engine', { problem: problemOf('NOT_IN_ENGINE') }, { kind: 'requested' }],
  ['in an unreachable engine', { problem: unreachable }, { kind: 'unknown', problem: unreachable }],
  ['waiting', { state: 'PENDING', searchRadiusMetres: 5_000 }, { kind: 'waiting', radiusMetres: 5_000 }],
  [
    'assigned',
    { state: 'ASSIGNED', assignments: [{ driverName: 'Ada' }, { driverName: 'Ben' }] },
    { kind: 'assigned', driverName: 'Ben' },
  ],
  ['picked up', { state: 'PICKED_UP' }, { kind: 'submitted' }],
])('reads the result of a delivery that is %s', (_case, engine, result) => {
  expect(readRedispatchResult('1', { id: '1', engine: { ...ENGINE, ...engine } })).toEqual(result);
});

it('recognises a redelivery', () => {
  const engine = { ...ENGINE, problem: problemOf('NOT_IN_ENGINE') };
  expect(readRedispatchResult('1', { id: '2', engine })).toEqual({ kind: 'redelivered' });
});
