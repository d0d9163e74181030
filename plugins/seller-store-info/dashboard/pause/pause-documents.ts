import { graphql } from '../graphql/graphql';

export const storePauseDocument = graphql(`
  query SellerStorePause($id: ID!) {
    sellerStore(id: $id) {
      timeZone
      pausedUntil
    }
  }
`);

export const pauseStoreDocument = graphql(`
  mutation PauseSellerStore($id: ID!, $minutes: Int!) {
    pauseSellerStore(id: $id, minutes: $minutes) {
      timeZone
      pausedUntil
    }
  }
`);

export const resumeStoreDocument = graphql(`
  mutation ResumeSellerStore($id: ID!) {
    resumeSellerStore(id: $id) {
      timeZone
      pausedUntil
    }
  }
`);
