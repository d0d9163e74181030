import { graphql, type ResultOf } from '../../graphql/graphql';

/** The latest delivery of the order, or of each of its seller orders, without those that a redelivery has replaced. */
export const orderDeliveriesDocument = graphql(`
  query OrderDriverDeliveries($id: ID!) {
    order(id: $id) {
      id
      deliveries {
        id
        orderCode
        state
        problem {
          code
          details
          message
        }
        failureCode
        endReason
        driverName
        vehicle
        eta
        deliveredAt
        canBeMarkedReady
      }
    }
  }
`);

export type OrderDelivery = NonNullable<
  ResultOf<typeof orderDeliveriesDocument>['order']
>['deliveries'][number];
