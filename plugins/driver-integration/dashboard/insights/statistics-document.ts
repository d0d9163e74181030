import { graphql } from '../graphql/graphql';

export const statisticsDocument = graphql(`
  query DriverDispatchStatistics($since: DateTime!) {
    driverDispatchStatistics(since: $since) {
      secondsToAssign
      delivered
      deliveredOnTime
    }
    waiting: driverDeliveries(options: { take: 1, filter: { state: { eq: "PENDING" } } }) {
      totalItems
    }
  }
`);
