import { graphql, type ResultOf } from '../../graphql/graphql';

/** The open offer of a waiting delivery. */
export const openOfferFragment = graphql(`
  fragment OpenOffer on DriverDeliveryOffer {
    driverId
    driverName
    endsAt
  }
`);

export type OpenOffer = ResultOf<typeof openOfferFragment>;
