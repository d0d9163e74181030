/** Where the shop of the browser tests is, and what a test needs to work with it. */
export interface World {
  shopUrl: string;
  shopDatabaseUrl: string;
  engineDatabaseUrl: string;
  engineUrl: string;
  driverAppKeys: string[];
  imageKeys: string[];
}

/** Shoppers whose orders the shop treats differently, by the full name in the shipping address. */
export const SHOPPERS = {
  /** The order is ready when it is marked as ready, others when they are paid. */
  untilMarkedReady: 'Wanda Waits',
  /** The delivery is proven by {@link DELIVERY_PIN}. */
  withPin: 'Petra Pin',
};

export const DELIVERY_PIN = '471100';
