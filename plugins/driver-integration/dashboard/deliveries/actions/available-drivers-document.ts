import { graphql } from '../../graphql/graphql';

/** Maximum number of listed drivers. The API returns at most 100 items per request. */
export const MAX_DRIVERS = 100;

export const availableDriversDocument = graphql(`
  query AvailableDrivers($take: Int!) {
    drivers(options: { take: $take, filter: { status: { eq: "AVAILABLE" }, active: { eq: true } } }) {
      items {
        id
        driverId
        name
        vehicle
        point {
          lat
          lon
        }
      }
    }
  }
`);
