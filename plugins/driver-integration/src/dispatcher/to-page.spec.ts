import { toPage } from './to-page';

describe('toPage', () => {
  it('returns the first hundred entries by default', () => {
    expect(toPage()).toEqual({ skip: 0, take: 100 });
    expect(toPage({ skip: null, take: null, sort: {}, filter: {} })).toEqual({ skip: 0, take: 100 });
  });

  it('returns the requested page', () => {
    expect(toPage({ skip: 20, take: 10 })).toEqual({ skip: 20, take: 10 });
  });

  it.each([{ sort: { type: 'ASC' } }, { filter: { type: { eq: 'x' } } }])('rejects %j', (options) => {
    expect(() => toPage(options)).toThrow(/can't be sorted or filtered/);
  });
});
