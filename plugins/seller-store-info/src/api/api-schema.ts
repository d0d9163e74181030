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

  enum SellerStoreWeekday {
    MONDAY
    TUESDAY
    WEDNESDAY
    THURSDAY
    FRIDAY
    SATURDAY
    SUNDAY
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
