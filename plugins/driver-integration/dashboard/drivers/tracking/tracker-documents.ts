import { graphql, type ResultOf } from '../../graphql/graphql';
import { rejectionFragment } from '../../run-mutation';

export const driverTrackerSecretsDocument = graphql(`
  query DriverTrackerSecrets($driverId: String!) {
    driverTrackerSecrets(driverId: $driverId) {
      secretId
      label
      createdAt
      lastUsedAt
    }
  }
`);

export type TrackerSecret = ResultOf<typeof driverTrackerSecretsDocument>['driverTrackerSecrets'][number];

/** The fields of a new secret that the dialog shows. */
export const newTrackerSecretFragment = graphql(`
  fragment NewTrackerSecret on NewDriverTrackerSecret {
    secret
    url
    traccarLink
    ownTracksLink
  }
`);

export type NewTrackerSecret = ResultOf<typeof newTrackerSecretFragment>;

export const createDriverTrackerSecretDocument = graphql(
  `
    mutation CreateDriverTrackerSecret($driverId: String!, $label: String!) {
      createDriverTrackerSecret(driverId: $driverId, label: $label) {
        ...NewTrackerSecret
        ...Rejection
      }
    }
  `,
  [newTrackerSecretFragment, rejectionFragment],
);

export const revokeDriverTrackerSecretDocument = graphql(
  `
    mutation RevokeDriverTrackerSecret($driverId: String!, $secretId: String!) {
      revokeDriverTrackerSecret(driverId: $driverId, secretId: $secretId) {
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);
