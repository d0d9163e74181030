import { graphql, type ResultOf } from '../../graphql/graphql';
import { rejectionFragment } from '../../run-mutation';

export const driverSessionsDocument = graphql(`
  query DriverSessions($driverId: String!) {
    driverSessions(driverId: $driverId) {
      sessionId
      deviceName
      createdAt
      lastUsedAt
    }
  }
`);

export type DriverSession = ResultOf<typeof driverSessionsDocument>['driverSessions'][number];

/** The fields of an invitation that the dialog shows. */
export const invitationFragment = graphql(`
  fragment Invitation on DriverInvitation {
    invitation
    link
    expiresAt
  }
`);

export type Invitation = ResultOf<typeof invitationFragment>;

export const createDriverInvitationDocument = graphql(
  `
    mutation CreateDriverInvitation($driverId: String!) {
      createDriverInvitation(driverId: $driverId) {
        ...Invitation
        ...Rejection
      }
    }
  `,
  [invitationFragment, rejectionFragment],
);

export const revokeDriverSessionDocument = graphql(
  `
    mutation RevokeDriverSession($driverId: String!, $sessionId: String!) {
      revokeDriverSession(driverId: $driverId, sessionId: $sessionId) {
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);

export const revokeDriverSessionsDocument = graphql(
  `
    mutation RevokeDriverSessions($driverId: String!) {
      revokeDriverSessions(driverId: $driverId) {
        ...Rejection
      }
    }
  `,
  [rejectionFragment],
);
