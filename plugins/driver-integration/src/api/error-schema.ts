import { gql } from 'graphql-tag';

/** Results of mutations that may be rejected. */
export const errorSchema = gql`
  "A rejected action"
  interface DispatchErrorResult {
    errorCode: ErrorCode!
    message: String!
    reason: DriverDispatchProblem!
  }

  "The state of the delivery, its order or the driver does not allow the action, or does not allow it any more"
  type DispatchStateError implements ErrorResult & DispatchErrorResult {
    errorCode: ErrorCode!
    message: String!
    reason: DriverDispatchProblem!
  }

  "The chosen driver can't be assigned"
  type DriverUnavailableError implements ErrorResult & DispatchErrorResult {
    errorCode: ErrorCode!
    message: String!
    reason: DriverDispatchProblem!
  }

  "The action is not possible for another reason, such as an id in use or a disabled feature"
  type DispatchRejectedError implements ErrorResult & DispatchErrorResult {
    errorCode: ErrorCode!
    message: String!
    reason: DriverDispatchProblem!
  }

  union DriverDeliveryResult =
    | DriverDelivery
    | DispatchStateError
    | DriverUnavailableError
    | DispatchRejectedError

  union DriverResult = Driver | DispatchStateError | DispatchRejectedError

  union DriverInvitationResult = DriverInvitation | DispatchStateError | DispatchRejectedError

  union NewDriverTrackerSecretResult = NewDriverTrackerSecret | DispatchStateError | DispatchRejectedError
`;
