import { rounded } from './rounded';

it('rounds to a tenth of a metre', () => {
  expect(rounded({ lat: 52.51234567, lon: -13.40000049 })).toEqual({ lat: 52.512346, lon: -13.4 });
});
