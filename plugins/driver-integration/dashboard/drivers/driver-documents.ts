import { graphql, type ResultOf } from '../graphql/graphql';
import { mapDriverFragment } from '../map/map-fragments';
import { rejectionFragment } from '../run-mutation';

export const driverListDocument = graphql(`
  query DriverList($options: DriverListOptions) {
    drivers(options: $options) {
      items {
        id
        createdAt
        updatedAt
        driverId
        name
        status
        statusSince
        holdSince
        active
        vehicle
        phone
        channels {
          id
          code
        }
        servesEveryChannel
        seenAt
      }
      totalItems
    }
  }
`);

export const platformDriversDocument = graphql(`
  query PlatformDrivers {
    platformDrivers {
      available
      busy
    }
  }
`);

export const driverDetailDocument = graphql(`
  query DriverDetail($id: String!) {
    driver(driverId: $id) {
      id
      driverId
      createdAt
      updatedAt
      name
      phone
      vehicle
      plate
      tags
      loadCapacityGrams
      workingHours {
        weekday
        from
        to
      }
      channels {
        id
        code
      }
      servesEveryChannel
      manageable
      active
    }
  }
`);

/** The fields that change without an edit of the record. */
export const driverStatusDocument = graphql(
  `
    query DriverStatus($id: String!) {
      driver(driverId: $id) {
        ...MapDriver
        id
        active
        manageable
        erasedAt
        statusSince
        holdSince
        locationAt
        delivery {
          id
          orderCode
        }
        statusHistory {
          status
          reason
          at
        }
      }
    }
  `,
  [mapDriverFragment],
);

export type DriverNow = NonNullable<ResultOf<typeof driverStatusDocument>['driver']>;

export const createDriverDocument = graphql(
  `
    mutation CreateDriver($input: CreateDriverInput!) {
      createDriver(input: $input) {
        ... on Driver {
          driverId
        }
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);

export const updateDriverDocument = graphql(
  `
    mutation UpdateDriver($input: UpdateDriverInput!) {
      updateDriver(input: $input) {
        ... on Driver {
          driverId
        }
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);

export const setDriverStatusDocument = graphql(
  `
    mutation SetDriverStatus($id: String!, $status: SettableDriverStatus!, $hold: Boolean) {
      setDriverStatus(driverId: $id, status: $status, hold: $hold) {
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);

export const deactivateDriverDocument = graphql(
  `
    mutation DeactivateDriver($id: String!) {
      deactivateDriver(driverId: $id) {
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);

export const reactivateDriverDocument = graphql(
  `
    mutation ReactivateDriver($id: String!) {
      reactivateDriver(driverId: $id) {
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);

export const driverExportDocument = graphql(`
  query DriverExport($id: String!) {
    driverExport(driverId: $id)
  }
`);

export const eraseDriverDocument = graphql(
  `
    mutation EraseDriver($id: String!) {
      eraseDriver(driverId: $id) {
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);
