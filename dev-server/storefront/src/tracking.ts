/** What the Shop API tells whoever has a delivery's tracking code. */
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
  handoverCode: string | null;
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
      handoverCode
      proof {
        kind
        receivedBy
        imageUrl
      }
    }
  }
`;

const TIMEOUT_MS = 10_000;

/**
 * @returns null where no delivery has the code, or it ended long ago
 * @throws Error while the shop can't be reached
 */
export async function track(code: string): Promise<Tracking | null> {
  const response = await fetch('/shop-api', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: TRACK, variables: { code } }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const { data } = (await response.json()) as { data?: { trackDriverDelivery: Tracking | null } };
  if (!data) {
    throw new Error(`The shop answers ${response.status}`);
  }
  return data.trackDriverDelivery;
}
