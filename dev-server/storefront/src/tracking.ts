/** What the Shop API returns to the holder of a delivery's tracking code. */
export interface Tracking {
  state: string;
  storeName: string | null;
  driverName: string | null;
  vehicle: string | null;
  position: Position | null;
  expectedAt: string | null;
  assignedAt: string | null;
  pickedUpAt: string | null;
  deliveredAt: string | null;
  proof: { kind: string; receivedBy: string | null; imageUrl: string | null } | null;
}

export interface Position {
  point: { lat: number; lon: number };
  at: string;
}

const TRACK = /* GraphQL */ `
  query Track($code: String!) {
    trackDriverDelivery(code: $code) {
      state
      storeName
      driverName
      vehicle
      position {
        point {
          lat
          lon
        }
        at
      }
      expectedAt
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
 * @returns null where no delivery has the code, or it ended long ago
 * @throws Error while the shop can't be reached
 */
export async function track(code: string): Promise<Tracking | null> {
  return (await ask<{ trackDriverDelivery: Tracking | null }>(TRACK, { code })).trackDriverDelivery;
}

/**
 * @returns the delivery PIN; null for an unknown secret, and after the delivery's end
 * @throws Error while the shop can't be reached
 */
export async function pinOf(secret: string): Promise<string | null> {
  return (await ask<{ driverDeliveryPin: string | null }>(PIN, { secret })).driverDeliveryPin;
}

async function ask<T>(query: string, variables: Record<string, string>): Promise<T> {
  const response = await fetch('/shop-api', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const { data } = (await response.json()) as { data?: T };
  if (!data) {
    throw new Error(`The shop answers ${response.status}`);
  }
  return data;
}
