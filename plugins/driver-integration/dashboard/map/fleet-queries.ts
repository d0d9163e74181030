import { graphql, type ResultOf } from '../graphql/graphql';
import { mapDeliveryFragment, mapDriverFragment } from './map-fragments';

/** Online drivers and active deliveries. Refetched every few seconds, so it has only the fields that the map shows. */
export const fleetQuery = graphql(
  `
    query DispatchMapFleet {
      driverFleet {
        truncated
        drivers {
          ...MapDriver
        }
        deliveries {
          ...MapDelivery
        }
      }
    }
  `,
  [mapDriverFragment, mapDeliveryFragment],
);

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
