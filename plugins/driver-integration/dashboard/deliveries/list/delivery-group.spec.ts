import { withGroup } from './delivery-group';
import { timesOf } from './period';

const times = { since: '2026-05-04T00:00:00.000Z', now: '2026-05-04T12:00:00.000Z' };
const active = ['NOT_READY', 'NOT_LOCATED', 'SUBMITTING', 'REFUSED', 'PENDING', 'ASSIGNED', 'PICKED_UP'];
const delivered = (since: string, changedSince: string) => ({
  state: { in: ['DELIVERED'] },
  updatedAt: { after: changedSince },
  deliveredAt: { after: since },
});
const unsuccessful = (since: string) => ({
  state: { in: ['FAILED', 'CANCELLED'] },
  updatedAt: { after: since },
});
const deliveredToday = delivered(times.since, '2026-05-03T00:00:00.000Z');
const withFilter = (filter?: object) => ({ options: { take: 10, filter } });

describe('withGroup', () => {
  it('limits ended deliveries to those that ended in the period', () => {
    const _or = [
      { state: { in: active } },
      { _and: [deliveredToday] },
      { _and: [unsuccessful(times.since)] },
    ];
    expect(withGroup(withFilter(), undefined, times)).toEqual(withFilter({ _and: [{ _or }] }));
  });

  it('limits the groups of ended deliveries to the period', () => {
    const filterOf = (group: 'delivered' | 'unsuccessful') => withGroup(withFilter(), group, times);
    expect(filterOf('delivered')).toEqual(withFilter({ _and: [deliveredToday] }));
    expect(filterOf('unsuccessful')).toEqual(withFilter({ _and: [unsuccessful(times.since)] }));
  });

  it('keeps the filters of the columns', () => {
    const filter = { _and: [{ state: { in: ['PENDING'] } }] };
    expect(withGroup(withFilter(filter), 'late', times).options.filter).toEqual({
      _and: [filter._and[0], { promisedAt: { before: times.now }, state: { in: active } }],
    });
  });

  it('searches the deliveries of 90 days, or all in an unlimited period', () => {
    const _or = [{ orderCode: { contains: 'A' } }];
    const { filter } = withGroup(withFilter({ _or }), undefined, times).options as unknown as {
      filter: { _or: object[]; _and: { _or: object[] }[] };
    };
    expect(filter._or).toBe(_or);
    expect(filter._and[0]!._or).toEqual([
      { state: { in: active } },
      { _and: [delivered('2026-02-03T12:00:00.000Z', '2026-02-02T12:00:00.000Z')] },
      { _and: [unsuccessful('2026-02-03T12:00:00.000Z')] },
    ]);
    const search = withFilter({ _or });
    expect(withGroup(search, undefined, { ...times, since: undefined })).toBe(search);
  });

  it('shows attention to all open deliveries and to failed ones of the period', () => {
    const { filter } = withGroup(withFilter(), 'attention', times).options as unknown as {
      filter: { _and: { _or: object[] }[] };
    };
    expect(filter._and).toHaveLength(1);
    expect(filter._and[0]!._or).toContainEqual({
      _and: [{ state: { in: ['FAILED'] }, updatedAt: { after: times.since } }],
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
