import { offsetPoint, type Point } from '@driver-dispatch/contract';
import type { SellerSeed } from '../shop/berlin-catalog';
import type { GuestOrder } from './shopper';

const STREETS = [
  'Torstraße',
  'Auguststraße',
  'Adalbertstraße',
  'Ritterstraße',
  'Köpenicker Straße',
  'Heinestraße',
];
const NAMES = [
  'Mara Vogt',
  'Nils Adler',
  'Olga Brandt',
  'Paul Krug',
  'Rana Aydin',
  'Sven Maler',
  'Tara Winkel',
];

/** Maximum distance of a drop-off from the centre of the stores, in metres. */
const MAX_DISTANCE_METRES = 1_500;

/**
 * The order with this index, starting at 0. The first order of each round contains goods of all sellers, the next ones
 * contain goods of one seller each.
 */
export function createGuestOrder(index: number, sellers: readonly SellerSeed[], run = 'walk-in'): GuestOrder {
  const round = Math.floor(index / (sellers.length + 1));
  const one = sellers[(index % (sellers.length + 1)) - 1];
  const fullName = NAMES[index % NAMES.length]!;
  return {
    searches: (one ? [one] : sellers).map(({ products }) => products[round % products.length]!.name),
    emailAddress: `guest-${run}-${index}@example.com`,
    address: {
      fullName,
      street: `${STREETS[index % STREETS.length]} ${(index % 40) + 1}`,
      city: 'Berlin',
      postalCode: '10179',
      phone: '+49 30 5550900',
      point: getDropoff(index, sellers),
    },
  };
}

/** A point on a spiral around the centre of the stores, which depends only on the index. */
function getDropoff(index: number, sellers: readonly SellerSeed[]): Point {
  const centre = {
    lat: sellers.reduce((sum, { store }) => sum + store.point.lat, 0) / sellers.length,
    lon: sellers.reduce((sum, { store }) => sum + store.point.lon, 0) / sellers.length,
  };
  const goldenAngle = Math.PI * (3 - Math.sqrt(5));
  const radius = MAX_DISTANCE_METRES * Math.sqrt(((index % 50) + 0.5) / 50);
  return offsetPoint(centre, radius * Math.cos(index * goldenAngle), radius * Math.sin(index * goldenAngle));
}
