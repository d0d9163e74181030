import { graphql, type ResultOf } from '../graphql/graphql';

/** Who is on the road and what is to be brought: asked every few seconds, so only what the map shows. */
export const fleetQuery = graphql(`
  query DispatchMapFleet {
    driverFleet {
      truncated
      drivers {
        driverId
        name
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

/** What the fleet is drawn on. */
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

/** How a delivery ended that is no longer under way. */
export const endedDeliveryQuery = graphql(`
  query DispatchMapEndedDelivery($id: ID!) {
    driverDelivery(id: $id) {
      id
      orderCode
      state
      driverName
      deliveredAt
      problem
      failureCode
    }
  }
`);

export type Fleet = ResultOf<typeof fleetQuery>['driverFleet'];
export type FleetDriver = Fleet['drivers'][number];
export type FleetDelivery = Fleet['deliveries'][number];
export type MapPlace = ResultOf<typeof mapBaseQuery>['dispatchMap']['places'][number];
