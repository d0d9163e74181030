import { resolveOptions } from './resolve-options';

describe('resolveOptions', () => {
  it('prepares for 15 minutes unless told otherwise', () => {
    expect(resolveOptions()).toEqual({ defaultPreparationMinutes: 15 });
    expect(resolveOptions({ defaultPreparationMinutes: 0 })).toEqual({ defaultPreparationMinutes: 0 });
  });

  it.each([-1, 1441, 2.5, Number.NaN])('refuses %p minutes and names the option', (minutes) => {
    expect(() => resolveOptions({ defaultPreparationMinutes: minutes })).toThrow(/defaultPreparationMinutes/);
  });
});
