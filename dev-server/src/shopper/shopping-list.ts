import type { Point } from '@driver-dispatch/contract';
import { metresFrom } from '../geography/metres-from';
import type { SellerSeed } from '../shop/catalog-of-berlin';
import type { Errand } from './shopper';

const STREETS = [
  'Torstraße',
  'Auguststraße',
  'Adalbertstraße',
  'Ritterstraße',
  'Köpenicker Straße',
  'Heinestraße',
];
const PEOPLE = [
  'Mara Vogt',
  'Nils Adler',
  'Olga Brandt',
  'Paul Krug',
  'Rana Aydin',
  'Sven Maler',
  'Tara Winkel',
];

/** How far from the middle of the stores a customer lives at most, in metres, to the east and to the north. */
const REACH_METRES = 1_500;

/**
 * The errand with this index, starting at 0: every third cart holds goods of all sellers, the others of one
 * seller each in turn, so that a few errands have something of everybody.
 */
export function errandOf(index: number, sellers: readonly SellerSeed[], run = 'walk-in'): Errand {
  const round = Math.floor(index / (sellers.length + 1));
  const one = sellers[(index % (sellers.length + 1)) - 1];
  const person = PEOPLE[index % PEOPLE.length]!;
  return {
    searches: (one ? [one] : sellers).map(({ products }) => products[round % products.length]!.name),
    emailAddress: `guest-${run}-${index}@example.com`,
    address: {
      fullName: person,
      street: `${STREETS[index % STREETS.length]} ${(index % 40) + 1}`,
      city: 'Berlin',
      postalCode: '10179',
      phone: '+49 30 5550900',
      point: doorOf(index, sellers),
    },
  };
}

/** Doors on a spiral around the middle of the stores: near and far, on every side, the same at each start. */
function doorOf(index: number, sellers: readonly SellerSeed[]): Point {
  const middle = {
    lat: sellers.reduce((sum, { store }) => sum + store.point.lat, 0) / sellers.length,
    lon: sellers.reduce((sum, { store }) => sum + store.point.lon, 0) / sellers.length,
  };
  const goldenAngle = Math.PI * (3 - Math.sqrt(5));
  const radius = REACH_METRES * Math.sqrt(((index % 50) + 0.5) / 50);
  return metresFrom(middle, radius * Math.cos(index * goldenAngle), radius * Math.sin(index * goldenAngle));
}
