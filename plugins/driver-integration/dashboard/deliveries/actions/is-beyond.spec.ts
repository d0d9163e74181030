import { isBeyond } from './is-beyond';

it.each<[string, number | null, number | null, boolean]>([
  ['within the radius', 5_000, 5_000, false],
  ['beyond the radius', 5_001, 5_000, true],
  ['an unknown distance', null, 5_000, true],
  ['an unknown radius', 100, null, true],
])('with %s', (_case, distanceMetres, radiusMetres, beyond) => {
  expect(isBeyond({ distanceMetres }, radiusMetres)).toBe(beyond);
});
