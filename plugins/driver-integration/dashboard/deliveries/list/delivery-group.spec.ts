import { withGroup } from './delivery-group';
import { timesOf } from './period';

const times = { since: '2026-05-04T00:00:00.000Z', now: '2026-05-04T12:00:00.000Z' };
const active = ['NOT_READY', 'NOT_LOCATED', 'SUBMITTING', 'REFUSED', 'PENDING', 'ASSIGNED', 'PICKED_UP'];
const endedInPeriod = {
  _or: [{ state: { in: active } }, { createdAt: { after: times.since } }],
};
const withFilter = (filter?: object) => ({ options: { take: 10, filter } });

describe('withGroup', () => {
  it('limits ended deliveries to the period', () => {
    expect(withGroup(withFilter(), undefined, times)).toEqual(withFilter({ _and: [endedInPeriod] }));
  });

  it('keeps the filters of the columns', () => {
    const filter = { _and: [{ state: { in: ['PENDING'] } }] };
    expect(withGroup(withFilter(filter), 'late', times).options.filter).toEqual({
      _and: [filter._and[0], { promisedAt: { before: times.now }, state: { in: active } }, endedInPeriod],
    });
  });

  it('searches all deliveries', () => {
    const search = withFilter({ _or: [{ orderCode: { contains: 'A' } }] });
    expect(withGroup(search, undefined, times)).toBe(search);
  });

  it('shows attention to all open deliveries and to failed ones of the period', () => {
    const { filter } = withGroup(withFilter(), 'attention', times).options as unknown as {
      filter: { _and: { _or: object[] }[] };
    };
    expect(filter._and).toHaveLength(1);
    expect(filter._and[0]!._or).toContainEqual({
      _and: [{ state: { eq: 'FAILED' } }, { createdAt: { after: times.since } }],
    });
  });
});

describe('timesOf', () => {
  const now = new Date(2026, 4, 4, 15);

  it('starts a period at midnight', () => {
    expect(timesOf('today', now)).toEqual({
      since: new Date(2026, 4, 4).toISOString(),
      now: now.toISOString(),
    });
    expect(timesOf('week', now).since).toBe(new Date(2026, 3, 28).toISOString());
    expect(timesOf('all', now).since).toBeUndefined();
  });
});
