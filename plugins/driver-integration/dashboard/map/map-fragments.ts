import { openOfferFragment } from '../deliveries/offers/offer-fragment';
import { graphql } from '../graphql/graphql';

/** The fields of a driver that a map shows. */
export const mapDriverFragment = graphql(`
  fragment MapDriver on Driver {
    driverId
    name
    phone
    status
    vehicle
    seenAt
    point {
      lat
      lon
    }
  }
`);

/** The fields of a delivery that a map shows. */
export const mapDeliveryFragment = graphql(
  `
    fragment MapDelivery on DriverDelivery {
      id
      orderCode
      state
      driverId
      driverName
      createdAt
      promisedAt
      noProgressSince
      driverSilentSince
      noShowSince
      openOffer {
        ...OpenOffer
      }
      pickup {
        name
        point {
          lat
          lon
        }
      }
      dropoff {
        name
        street
        city
        point {
          lat
          lon
        }
      }
    }
  `,
  [openOfferFragment],
);
