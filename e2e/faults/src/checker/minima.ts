import type { Minima } from './comparisons';

/**
 * Smallest number of comparisons by check for every fault. Every run has stationary drivers and orders near them. Only some
 * faults send hostile and invalid messages, and set their own minima.
 */
export const DEFAULT_MINIMA: Minima = {
  'I1.overlap': 2,
  'I1.status': 10,
  'I2.single': 5,
  'I2.active': 5,
  'I3.order': 5,
  'I3.move': 10,
  'I3.submission': 5,
  'I4.sequence': 5,
  'I4.move': 10,
  'I4.state': 5,
  'I4.acknowledged': 10,
  'I4.applied': 10,
  'I5.sequence': 5,
  'I5.equal': 5,
  'I6.available': 5,
  'I6.channel': 5,
  'I6.radius': 5,
  'I6.nearest': 5,
  'I7.missing': 5,
  'I7.unexpected': 5,
  'I7.position': 5,
  'I8.secret': 10,
  'I10.unique': 10,
  'I10.order': 5,
  'I10.delivery': 5,
  'I10.event': 10,
};
