import { graphql, type ResultOf } from '../../graphql/graphql';

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
