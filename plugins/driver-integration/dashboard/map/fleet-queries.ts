import { graphql, type ResultOf } from '../graphql/graphql';

/** Online drivers and active deliveries. Refetched every few seconds, so it has only the fields that the map shows. */
export const fleetQuery = graphql(`
  query DispatchMapFleet {
    driverFleet {
      truncated
      drivers {
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
      deliveries {
        id
        orderCode
        state
        driverId
        driverName
        createdAt
        promisedAt
        noProgressSince
        driverSilentSince
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
    }
  }
`);

/** Map tiles and stores. */
export const mapBaseQuery = graphql(`
  query DispatchMapBase {
    dispatchMap {
      tiles {
        url
        darkUrl
        attribution
        attributionUrl
        maxZoom
      }
      places {
        id
        name
        point {
          lat
          lon
        }
      }
    }
  }
`);

/** A delivery that has ended. */
export const endedDeliveryQuery = graphql(`
  query DispatchMapEndedDelivery($id: ID!) {
    driverDelivery(id: $id) {
      id
      orderCode
      state
      driverName
      deliveredAt
      problem {
        code
        details
        message
      }
      failureCode
      endReason
    }
  }
`);

export type Fleet = ResultOf<typeof fleetQuery>['driverFleet'];
export type FleetDriver = Fleet['drivers'][number];
export type FleetDelivery = Fleet['deliveries'][number];
export type MapPlace = ResultOf<typeof mapBaseQuery>['dispatchMap']['places'][number];
