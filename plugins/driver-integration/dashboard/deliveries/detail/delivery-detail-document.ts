import { graphql, type ResultOf } from '../../graphql/graphql';
import { openOfferFragment } from '../offers/offer-fragment';

export const deliveryDetailDocument = graphql(
  `
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
        problem {
          code
          details
          message
        }
        mismatch
        redeliveryNumber
        orderDeliveries {
          id
          redeliveryNumber
          state
        }
        pickup {
          ...Place
        }
        dropoff {
          ...Place
        }
        requirements {
          vehicleKinds
          tags
          loadGrams
        }
        readyAt
        canBeMarkedReady
        canSetDropoff
        canBeReassigned
        promisedAt
        eta
        driverId
        driverName
        driverPhone
        vehicle
        distanceMetres
        cancelRequestedAt
        cancelledBy
        cancelReasonCode
        cancelReason
        cancelRefusal {
          code
          details
          message
        }
        failureCode
        heldUntil
        noProgressSince
        driverSilentSince
        noShowSince
        endedBy
        endReason
        deliveredAt
        proof {
          kind
          receivedBy
          imageUrl
        }
        trackingCode
        trackingUrl
        openOffer {
          ...OpenOffer
        }
        engineDeliveryId
        engine {
          problem {
            code
            details
            message
          }
          searchRadiusMetres
          waitingSince
          nextAttemptAt
          failedPinAttempts
          pinLockedUntil
          timeline {
            eventId
            sequence
            type
            state
            actor
            at
            acknowledgedAt
            sendAttempts
            lastError {
              code
              details
              message
            }
            deadAt
          }
          offers {
            offerId
            driverName
            distanceMetres
            offeredAt
            endsAt
            outcome
            declineReason
            declineNote
          }
          assignments {
            driverId
            driverName
            distanceMetres
            source
            operator
            assignedAt
            releasedAt
            candidates {
              driverId
              name
              distanceMetres
              outcome
              statusAtAssignment
              reason
            }
          }
          messages {
            messageId
            driverId
            operator
            text
            sentAt
            readAt
            readBy
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
  `,
  [openOfferFragment],
);

export type DeliveryDetail = NonNullable<ResultOf<typeof deliveryDetailDocument>['driverDelivery']>;

export type DeliveryStep = DeliveryDetail['engine']['timeline'][number];
export type DeliveryOffer = DeliveryDetail['engine']['offers'][number];
export type DeliveryMessage = DeliveryDetail['engine']['messages'][number];
export type DeliveryAssignment = DeliveryDetail['engine']['assignments'][number];
export type Candidate = DeliveryAssignment['candidates'][number];
export type Place = NonNullable<DeliveryDetail['pickup']>;
