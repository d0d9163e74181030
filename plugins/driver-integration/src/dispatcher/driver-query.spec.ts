import { toDriverQuery } from './driver-query';

describe('toDriverQuery', () => {
  it('converts the page', () => {
    expect(toDriverQuery()).toEqual({ skip: 0, take: 100, sort: [], filter: undefined });
    expect(toDriverQuery({ skip: 10, take: 5, sort: { name: 'DESC', driverId: null } })).toMatchObject({
      skip: 10,
      take: 5,
      sort: [{ field: 'name', order: 'DESC' }],
    });
  });

  it('combines conditions with AND or OR', () => {
    const filter = { name: { contains: 'a' }, status: { notIn: ['BUSY'] }, active: { eq: true } };
    const conditions = [
      { field: 'name', operator: 'contains', value: 'a', not: false },
      { field: 'status', operator: 'in', value: ['BUSY'], not: true },
      { field: 'active', operator: 'eq', value: true, not: false },
    ];
    expect(toDriverQuery({ filter }).filter).toEqual({ all: conditions });
    expect(toDriverQuery({ filter, filterOperator: 'OR' }).filter).toEqual({ any: conditions });
  });

  it('omits null conditions; an empty filter matches every driver', () => {
    expect(toDriverQuery({ filter: { name: { eq: null } }, filterOperator: 'OR' }).filter).toEqual({
      all: [],
    });
  });

  it('converts nested filters', () => {
    const filter = { _or: [{ name: { eq: 'Ada' } }, { _and: [{ driverId: { eq: 'b' } }] }] };
    expect(toDriverQuery({ filter }).filter).toEqual({
      all: [
        {
          any: [
            { all: [{ field: 'name', operator: 'eq', value: 'Ada', not: false }] },
            { all: [{ all: [{ all: [{ field: 'id', operator: 'eq', value: 'b', not: false }] }] }] },
          ],
        },
      ],
    });
  });

  it('converts dates and the operator between', () => {
    const [start, end] = [new Date(0), new Date(1000)];
    expect(toDriverQuery({ filter: { seenAt: { between: { start, end } } } }).filter).toEqual({
      all: [
        { field: 'seenAt', operator: 'before', value: start.toISOString(), not: true },
        { field: 'seenAt', operator: 'after', value: end.toISOString(), not: true },
        { field: 'seenAt', operator: 'isNull', value: false },
      ],
    });
  });

  it.each([
    { filter: { manageable: { eq: true } } },
    { filter: { id: { eq: '1' } } },
    { filter: { name: { regex: '.*' } } },
    { sort: { manageable: 'ASC' as const } },
  ])('rejects %j', (options) => {
    expect(() => toDriverQuery(options)).toThrow(/can't be/);
  });
});
