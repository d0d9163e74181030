import { graphql } from '../../graphql/graphql';

/** How many of the available drivers are listed, by name: as many as the API gives at once. */
export const FREE_DRIVERS_SHOWN = 100;

export const freeDriversDocument = graphql(`
  query FreeDrivers($take: Int!) {
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
