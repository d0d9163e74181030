/** URLs and keys of the shop and engine of the browser tests. */
export interface World {
  shopUrl: string;
  shopDatabaseUrl: string;
  engineDatabaseUrl: string;
  engineUrl: string;
  driverAppKeys: string[];
}

/** Full names in the shipping address that change how the shop processes an order. */
export const SHOPPERS = {
  /** The order is ready when it is marked as ready. Other orders are ready when they are paid. */
  untilMarkedReady: 'Wanda Waits',
  /** The proof of delivery is {@link DELIVERY_PIN}. */
  withPin: 'Petra Pin',
};

export const DELIVERY_PIN = '471100';
