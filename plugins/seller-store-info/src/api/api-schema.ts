import gql from 'graphql-tag';
import { WEEKDAYS } from '../opening-hours/opening-hours';

/** Common part of the Shop API and the Admin API. */
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

  enum SellerStoreWeekday {
    ${WEEKDAYS.map((day) => day.toUpperCase()).join('\n    ')}
  }

  "In the time zone of the store. Ends on the next day if to is not later than from"
  type SellerStoreOpeningPeriod {
    "Such as 09:30"
    from: String!
    "Such as 18:00, 24:00 at the latest"
    to: String!
  }

  type SellerStoreWeekdayHours {
    weekday: SellerStoreWeekday!
    periods: [SellerStoreOpeningPeriod!]!
  }

  "Replaces the periods that start on the date. Without periods the store is closed"
  type SellerStoreOpeningException {
    "Such as 2026-12-24"
    date: String!
    periods: [SellerStoreOpeningPeriod!]!
  }

  type SellerStoreOpeningHours {
    "All seven, Monday first"
    weekdays: [SellerStoreWeekdayHours!]!
    exceptions: [SellerStoreOpeningException!]!
  }

  "A stock location where a seller's orders are picked up"
  type SellerStore {
    "Id of the stock location"
    id: ID!
    name: String!
    point: SellerStorePoint
    address: SellerStoreAddress!
    phone: String
    "Minutes from the payment until the order is ready"
    preparationMinutes: Int!
    "Metres within which the store delivers"
    deliveryRadiusMetres: Int
    "IANA time zone of the opening hours"
    timeZone: String!
    "Null for a store that is always open"
    openingHours: SellerStoreOpeningHours
    "The store takes no orders until then, regardless of its opening hours"
    pausedUntil: DateTime
    "Whether the store takes orders now, that is, it is open and not paused"
    openNow: Boolean!
    "When an open store closes. Null if that is more than two weeks away, and for a closed store"
    closesAt: DateTime
    "When a closed or paused store opens. Null if no opening is known, and for an open store"
    opensAt: DateTime
    "Metres from the requested point. Null if there was none"
    distanceMetres: Float
  }

  "Degrees, WGS 84"
  input SellerStorePointInput {
    lat: Float!
    lon: Float!
  }

  input StoresNearInput {
    "Centre of the search. Alternatively set postalCode"
    point: SellerStorePointInput
    "Postal code at the centre of the search, located by the configured geocoding"
    postalCode: String
    "Country of the postal code, ISO 3166-1 alpha-2"
    countryCode: String
    "Metres, from 1 to 100000"
    radiusMetres: Int = 5000
    "Maximum number of stores, from 1 to 100"
    take: Int = 20
  }

  extend type Query {
    "The seller's stores"
    sellerStores(sellerId: ID!): [SellerStore!]!
    "The stores around a point, nearest first"
    storesNear(input: StoresNearInput!): [SellerStore!]!
  }
`;

/** The Admin API. */
export const adminApiSchema = gql`
  ${storeApiSchema}

  "Tile server of a map"
  type SellerStoreMapTiles {
    "URL template with {z}, {x} and {y}"
    url: String!
    "URL template for dark mode. If null, the tiles of url are darkened"
    darkUrl: String
    "Text that names the source of the tiles"
    attribution: String
    "URL that the text links to"
    attributionUrl: String
    maxZoom: Int
  }

  extend type Query {
    "Tile server of the map that sets the location of a store. Null for a map without tiles"
    sellerStoreMapTiles: SellerStoreMapTiles
  }
`;

/** The Shop API. */
export const shopApiSchema = gql`
  ${storeApiSchema}

  enum SellerDeliveryRefusal {
    "The address was not found, or no geocoding is configured"
    ADDRESS_NOT_FOUND
    "The coordinates are too far away from the address"
    ADDRESS_MISMATCH
    "The seller has no store with coordinates and a route to the address"
    NO_STORE
    TOO_FAR
    CLOSED
    PAUSED
  }

  "Whether a seller delivers to an address now, and when"
  type SellerDelivery {
    deliverable: Boolean!
    "Why the seller does not deliver"
    reason: SellerDeliveryRefusal
    "The store that delivers, or the one that the reason refers to"
    store: SellerStore
    "Location of the address"
    point: SellerStorePoint
    "When an order placed now is ready for pickup. A closed store starts when it opens"
    readyAt: DateTime
    "Predicted arrival at the drop-off"
    eta: DateTime
  }

  "The fields of an address in Vendure"
  input SellerDeliveryAddressInput {
    streetLine1: String
    streetLine2: String
    city: String
    postalCode: String
    province: String
    "ISO 3166-1 alpha-2"
    countryCode: String
  }

  input SellerDeliveryInput {
    sellerId: ID!
    "Takes precedence over the address and must be near it. One of both is required"
    point: SellerStorePointInput
    address: SellerDeliveryAddressInput
    "The ordered variants, for the preparation time. At most 100"
    productVariantIds: [ID!]
  }

  extend type Query {
    "Whether a seller delivers to an address now, why not, and when"
    sellerDelivery(input: SellerDeliveryInput!): SellerDelivery!
  }
`;
