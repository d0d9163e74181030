import { isOverdue, latenessOf, type Timed } from './lateness';

const NOW = Date.parse('2026-05-04T12:00:00.000Z');
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
const delivery = (times: Partial<Timed>): Timed => ({
  state: 'ASSIGNED',
  promisedAt: at(10),
  eta: null,
  deliveredAt: null,
  ...times,
});

describe('latenessOf', () => {
  it.each<[string, Partial<Timed>, ReturnType<typeof latenessOf>]>([
    ['no promise', { promisedAt: null, eta: at(5) }, undefined],
    ['waiting before the promised time', { state: 'PENDING' }, undefined],
    [
      'waiting after the promised time',
      { state: 'PENDING', promisedAt: at(-8) },
      { kind: 'late', minutes: 8 },
    ],
    ['ETA before the promised time', { eta: at(9) }, { kind: 'onTime', minutes: 0 }],
    ['ETA after the promised time', { eta: at(25) }, { kind: 'expectedLate', minutes: 15 }],
    ['late with an ETA', { promisedAt: at(-5), eta: at(7) }, { kind: 'late', minutes: 12 }],
    ['delivered before', { state: 'DELIVERED', deliveredAt: at(9) }, { kind: 'onTime', minutes: 0 }],
    ['delivered seconds after', { deliveredAt: at(10.1) }, { kind: 'late', minutes: 1 }],
    ['delivered after', { state: 'DELIVERED', deliveredAt: at(12) }, { kind: 'late', minutes: 2 }],
    ['cancelled', { state: 'CANCELLED', promisedAt: at(-5) }, undefined],
  ])('with %s', (_case, times, lateness) => {
    expect(latenessOf(delivery(times), NOW)).toEqual(lateness);
  });
});

describe('isOverdue', () => {
  it.each<[string, Partial<Timed>, boolean]>([
    ['no promise', { promisedAt: null }, false],
    ['before the promised time', {}, false],
    ['after the promised time', { promisedAt: at(-1) }, true],
    ['ended', { promisedAt: at(-1), state: 'DELIVERED' }, false],
  ])('with %s', (_case, times, overdue) => {
    expect(isOverdue(delivery(times), NOW)).toBe(overdue);
  });
});
