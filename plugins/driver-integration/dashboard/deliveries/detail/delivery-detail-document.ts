import { graphql, type ResultOf } from '../../graphql/graphql';

export const deliveryDetailDocument = graphql(`
  query DriverDeliveryDetail($id: ID!) {
    driverDelivery(id: $id) {
      id
      createdAt
      orderCode
      order {
        id
        aggregateOrder {
          id
        }
        shippingAddress {
          fullName
          company
          streetLine1
          streetLine2
          postalCode
          city
          country
        }
      }
      state
      problem
      mismatch
      attempt
      attempts {
        id
        attempt
        state
      }
      pickup {
        ...Place
      }
      dropoff {
        ...Place
      }
      readyAt
      mayBeMarkedReady
      mayBePlaced
      mayBeReassigned
      expectedAt
      driverId
      driverName
      driverPhone
      vehicle
      distanceMetres
      cancelRequestedAt
      cancelReason
      cancelRefusal
      failureCode
      heldUntil
      noProgressSince
      driverSilentSince
      endedBy
      endReason
      deliveredAt
      proof {
        kind
        receivedBy
        imageUrl
      }
      trackingCode
      engineDeliveryId
      engine {
        problem
        searchRadiusMetres
        nextAttemptAt
        failedPinAttempts
        codeLockedUntil
        timeline {
          eventId
          sequence
          type
          state
          actor
          at
          acknowledgedAt
          sendAttempts
          lastError
          deadAt
        }
        assignments {
          driverId
          driverName
          distanceMetres
          source
          operator
          assignedAt
          releasedAt
          considered {
            driverId
            name
            distanceMetres
            outcome
            statusThen
          }
        }
      }
    }
  }

  fragment Place on DriverDeliveryPlace {
    name
    point {
      lat
      lon
    }
    street
    city
    postalCode
    phone
    instructions
  }
`);

/** A delivery as its page has it. */
export type DeliveryDetail = NonNullable<ResultOf<typeof deliveryDetailDocument>['driverDelivery']>;

export type DeliveryStep = DeliveryDetail['engine']['timeline'][number];
export type DeliveryAssignment = DeliveryDetail['engine']['assignments'][number];
export type Considered = DeliveryAssignment['considered'][number];
export type Place = NonNullable<DeliveryDetail['pickup']>;
