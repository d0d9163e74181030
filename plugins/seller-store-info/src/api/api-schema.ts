import gql from 'graphql-tag';

/** What the Shop API and the Admin API have in common. */
export const storeApiSchema = gql`
  "Degrees, WGS 84"
  type SellerStorePoint {
    lat: Float!
    lon: Float!
  }

  type SellerStoreAddress {
    street: String
    city: String
    postalCode: String
    province: String
    "ISO 3166-1 alpha-2"
    countryCode: String
  }

  "A stock location, seen as the place where a seller's orders are picked up"
  type SellerStore {
    "Id of the stock location"
    id: ID!
    name: String!
    point: SellerStorePoint
    address: SellerStoreAddress!
    phone: String
    "Minutes from the paid order until it is ready"
    preparationMinutes: Int!
    "Metres within which the store delivers, as the crow flies"
    deliveryRadiusMetres: Int
    "Metres from the point that was asked for; null where none was"
    distanceMetres: Float
  }

  "Degrees, WGS 84"
  input SellerStorePointInput {
    lat: Float!
    lon: Float!
  }

  input StoresNearInput {
    point: SellerStorePointInput!
    "Metres, from 1 to 100000"
    radiusMetres: Int = 5000
    "How many stores at most, from 1 to 100"
    take: Int = 20
  }

  extend type Query {
    "The seller's stores"
    sellerStores(sellerId: ID!): [SellerStore!]!
    "The stores around a point, nearest first"
    storesNear(input: StoresNearInput!): [SellerStore!]!
  }
`;
