import type { SimpleGraphQLClient } from '@vendure/testing';
import gql from 'graphql-tag';

export const SELLER_STORES = gql`
  query ($sellerId: ID!, $options: SellerStoreListOptions) {
    sellerStores(sellerId: $sellerId, options: $options) {
      items {
        id
        name
        point {
          lat
          lon
        }
        address {
          street
          city
          postalCode
          province
          countryCode
        }
        phone
        preparationMinutes
        deliveryRadiusMetres
        timeZone
        openNow
        distanceMetres
      }
      totalItems
    }
  }
`;

export const STORES_NEAR = gql`
  query ($input: StoresNearInput!) {
    storesNear(input: $input) {
      items {
        name
        distanceMetres
      }
      totalItems
    }
  }
`;

export const UPDATE_STOCK_LOCATION = gql`
  mutation ($input: UpdateStockLocationInput!) {
    updateStockLocation(input: $input) {
      customFields {
        storeLatitude
        storeLongitude
        preparationMinutes
      }
    }
  }
`;

const STOCK_LOCATIONS_NAMED = gql`
  query ($name: String!) {
    stockLocations(options: { filter: { name: { eq: $name } } }) {
      items {
        customFields {
          storeLatitude
          storeLongitude
          preparationMinutes
        }
      }
    }
  }
`;

/** Returns the names of a seller's stores in response order. */
export async function sellerStores(client: SimpleGraphQLClient, sellerId: string): Promise<string[]> {
  const { sellerStores: stores } = await client.query(SELLER_STORES, { sellerId });
  return stores.items.map(({ name }: { name: string }) => name);
}

/** Returns the names of the stores near a point in response order. */
export async function storesNear(
  client: SimpleGraphQLClient,
  input: Record<string, unknown>,
): Promise<string[]> {
  const { storesNear: stores } = await client.query(STORES_NEAR, { input });
  return stores.items.map(({ name }: { name: string }) => name);
}

/** Returns the stock locations with a name from the Admin API. */
export async function stockLocationsNamed(client: SimpleGraphQLClient, name: string) {
  const { stockLocations } = await client.query(STOCK_LOCATIONS_NAMED, { name });
  return stockLocations.items;
}
