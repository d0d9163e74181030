/** A delivery in the Shop API, by its tracking code. */
export interface Tracking {
  state: string;
  storeName: string | null;
  storePhone: string | null;
  storePoint: Point | null;
  /** Destination; null after the end. */
  dropoffPoint: Point | null;
  items: { name: string; quantity: number }[];
  driverName: string | null;
  vehicle: string | null;
  location: DriverLocation | null;
  eta: string | null;
  assignedAt: string | null;
  pickedUpAt: string | null;
  deliveredAt: string | null;
  proof: { kind: string; receivedBy: string | null; imageUrl: string | null } | null;
}

export interface Point {
  lat: number;
  lon: number;
}

export interface DriverLocation {
  point: Point;
  at: string;
}

const TRACK = /* GraphQL */ `
  query Track($code: String!) {
    trackDriverDelivery(code: $code) {
      state
      storeName
      storePhone
      storePoint {
        lat
        lon
      }
      dropoffPoint {
        lat
        lon
      }
      items {
        name
        quantity
      }
      driverName
      vehicle
      location {
        point {
          lat
          lon
        }
        at
      }
      eta
      assignedAt
      pickedUpAt
      deliveredAt
      proof {
        kind
        receivedBy
        imageUrl
      }
    }
  }
`;

const PIN = /* GraphQL */ `
  query Pin($secret: String!) {
    driverDeliveryPin(secret: $secret)
  }
`;

const TIMEOUT_MS = 10_000;

/**
 * @returns null if no delivery has the code or it has expired
 * @throws Error if the shop does not answer
 */
export async function track(code: string): Promise<Tracking | null> {
  return (await request<{ trackDriverDelivery: Tracking | null }>(TRACK, { code })).trackDriverDelivery;
}

/**
 * @returns the delivery PIN; null for an unknown secret or an ended delivery
 * @throws Error if the shop does not answer
 */
export async function getPin(secret: string): Promise<string | null> {
  return (await request<{ driverDeliveryPin: string | null }>(PIN, { secret })).driverDeliveryPin;
}

async function request<T>(query: string, variables: Record<string, string>): Promise<T> {
  const response = await fetch('/shop-api', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const { data } = (await response.json()) as { data?: T };
  if (!data) {
    throw new Error(`The shop answered ${response.status}`);
  }
  return data;
}
