import { findHighlighted } from './find-highlighted';

describe('findHighlighted', () => {
  const lines = [{ of: ['delivery:1', 'driver:ada'] }, { of: ['delivery:2', 'driver:bob'] }, {}];

  it("returns the selected driver and the drop-off of the driver's delivery", () => {
    expect(findHighlighted(lines, 'driver:ada')).toEqual(new Set(['driver:ada', 'delivery:1']));
  });

  it('returns a selected marker without lines', () => {
    expect(findHighlighted(lines, 'store:1')).toEqual(new Set(['store:1']));
  });

  it('returns nothing without a selection', () => {
    expect(findHighlighted(lines, undefined)).toEqual(new Set());
  });
});
