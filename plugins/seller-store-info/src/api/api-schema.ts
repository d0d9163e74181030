import gql from 'graphql-tag';
import { WEEKDAYS } from '../opening-hours/opening-hours';

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

  enum SellerStoreWeekday {
    ${WEEKDAYS.map((day) => day.toUpperCase()).join('\n    ')}
  }

  "By the clock of the store; ends on the next day where to is not later than from"
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

  "Replaces the periods that begin on the date; without periods the store stays closed"
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
    "Metres within which the store delivers"
    deliveryRadiusMetres: Int
    "IANA name of the zone whose clocks the opening hours go by"
    timeZone: String!
    "Null for a store that is always open"
    openingHours: SellerStoreOpeningHours
    "Takes no orders before, whatever the opening hours"
    pausedUntil: DateTime
    "Whether the store takes orders now: open, and not paused"
    openNow: Boolean!
    "When an open store closes; null when that is not within two weeks, and for a closed one"
    closesAt: DateTime
    "When a closed or paused store opens; null when no opening is known, and for an open one"
    opensAt: DateTime
    "Metres from the point that was asked for; null where none was"
    distanceMetres: Float
  }

  "Degrees, WGS 84"
  input SellerStorePointInput {
    lat: Float!
    lon: Float!
  }

  input StoresNearInput {
    "The middle; or name a postal code"
    point: SellerStorePointInput
    "Where its middle is, the configured geocoding tells"
    postalCode: String
    "ISO 3166-1 alpha-2, of the postal code"
    countryCode: String
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

/** What the Admin API has beyond. */
export const adminApiSchema = gql`
  ${storeApiSchema}

  "Where the pictures below a map come from"
  type SellerStoreMapTiles {
    "With {z}, {x} and {y}"
    url: String!
    "For the dashboard in dark; those of url, darkened, where it is null"
    darkUrl: String
    "Text that names the source of the pictures"
    attribution: String
    "Address that the text links to"
    attributionUrl: String
    maxZoom: Int
  }

  extend type Query {
    "For the map on which a store is placed; null for a map without pictures"
    sellerStoreMapTiles: SellerStoreMapTiles
  }
`;

/** What the Shop API has beyond. */
export const shopApiSchema = gql`
  ${storeApiSchema}

  enum SellerDeliveryRefusal {
    "The geocoding does not know the address, or none is configured"
    ADDRESS_NOT_FOUND
    "The coordinates are too far from the address"
    ADDRESS_MISMATCH
    "The seller has no store with coordinates from which a way leads there"
    NO_STORE
    TOO_FAR
    CLOSED
    PAUSED
  }

  "Whether a seller delivers to a place now, and when"
  type SellerDelivery {
    deliverable: Boolean!
    "Why not"
    reason: SellerDeliveryRefusal
    "The store that delivers, or the one that the reason is about"
    store: SellerStore
    "Where the address is"
    point: SellerStorePoint
    "When an order that is placed now is ready; of a closed store, from its opening on"
    preparedBy: DateTime
    "When it is at the door, about"
    deliveredAbout: DateTime
  }

  "Fields as those of an address in Vendure"
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
    "Goes before the address, and is refused when it is too far from it; one of both is needed"
    point: SellerStorePointInput
    address: SellerDeliveryAddressInput
    "What is to be delivered, for the preparation time; 100 at the most"
    productVariantIds: [ID!]
  }

  extend type Query {
    "Whether a seller delivers to an address now, why not, and when"
    sellerDelivery(input: SellerDeliveryInput!): SellerDelivery!
  }
`;
