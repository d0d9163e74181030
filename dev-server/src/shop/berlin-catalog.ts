import type { Point } from '@driver-dispatch/contract';

/** Seed data of a store. */
export interface StoreSeed {
  name: string;
  point: Point;
  street: string;
  postalCode: string;
  phone: string;
  /** Minutes from payment until an order is packed. */
  preparationMinutes: number;
}

export interface VariantSeed {
  name: string;
  sku: string;
  /** Price with tax, in cents. */
  price: number;
}

export interface ProductSeed {
  name: string;
  slug: string;
  description: string;
  variants: VariantSeed[];
}

export interface SellerSeed {
  name: string;
  /** Code of the seller's channel; its token is `<code>-token`. */
  code: string;
  store: StoreSeed;
  /** Base price of a delivery with tax, in cents. A price per kilometre is added. */
  deliveryPrice: number;
  products: ProductSeed[];
}

const product = (name: string, description: string, ...variants: [string, number][]): ProductSeed => {
  const slug = name.toLowerCase().replaceAll(' ', '-');
  return {
    name,
    slug,
    description,
    variants: variants.map(([size, price]) => ({
      name: `${name}, ${size}`,
      sku: `${slug}-${size}`.replaceAll(' ', '-'),
      price,
    })),
  };
};

/** Two sellers in central Berlin, 2.5 km apart, with six products each. */
export const SELLERS: SellerSeed[] = [
  {
    name: 'Backstube am Monbijou',
    code: 'backstube',
    store: {
      name: 'Backstube, Oranienburger Straße',
      point: { lat: 52.5243, lon: 13.3957 },
      street: 'Oranienburger Straße 20',
      postalCode: '10178',
      phone: '+49 30 5550101',
      preparationMinutes: 1,
    },
    deliveryPrice: 290,
    products: [
      product('Rye Bread', 'Sourdough, baked at night', ['500 g', 390], ['1 kg', 690]),
      product('Poppy Roll', 'Six rolls in a bag', ['6 pieces', 320]),
      product('Plum Cake', 'With crumble', ['slice', 340], ['whole', 2200]),
      product('Cinnamon Snail', 'Still warm', ['2 pieces', 480]),
      product('Apricot Jam', 'Cooked in the shop', ['200 g', 450]),
      product('Oat Biscuits', 'Keeps for weeks', ['tin', 890]),
    ],
  },
  {
    name: 'Buchladen Luisenstadt',
    code: 'buchladen',
    store: {
      name: 'Buchladen, Oranienplatz',
      point: { lat: 52.5047, lon: 13.4124 },
      street: 'Dresdener Straße 12',
      postalCode: '10999',
      phone: '+49 30 5550202',
      preparationMinutes: 2,
    },
    deliveryPrice: 390,
    products: [
      product('Atlas of Rivers', 'Two hundred maps', ['hardcover', 4800]),
      product('Night Trains', 'A novel', ['paperback', 1400], ['hardcover', 2600]),
      product('City of Bridges', 'Photographs', ['hardcover', 3900]),
      product('Field Guide to Birds', 'Fits a pocket', ['paperback', 1900]),
      product('Letter Paper', 'Fifty sheets, laid', ['A5', 1200], ['A4', 1600]),
      product('Ink Bottle', 'Blue black', ['50 ml', 950]),
    ],
  },
];

/** The login of a seller's administrator. */
export function sellerLogin({ code }: Pick<SellerSeed, 'code'>): { identifier: string; password: string } {
  return { identifier: `${code}@example.com`, password: 'seller' };
}

/** The only customer with an account. */
export const CUSTOMER = {
  firstName: 'Rosa',
  lastName: 'Lindner',
  emailAddress: 'rosa@example.com',
  password: 'test-customer',
};
