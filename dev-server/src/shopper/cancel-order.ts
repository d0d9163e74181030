import type { AdminClient } from './admin-client';

const CANCEL_ORDER = /* GraphQL */ `
  mutation CancelOrder($orderId: ID!, $reason: String!) {
    cancelOrder(input: { orderId: $orderId, reason: $reason, cancelShipping: true }) {
      ... on Order {
        id
      }
      ... on ErrorResult {
        errorCode
        message
      }
    }
  }
`;

/** Cancels a seller order, as the shop does when a customer asks for it. This also cancels its delivery. */
export async function cancelOrder(admin: AdminClient, orderId: string): Promise<void> {
  await admin.mutate(CANCEL_ORDER, { orderId, reason: 'Cancelled by the customer' });
}
