import type { SimpleGraphQLClient } from '@vendure/testing';
import type { DocumentNode } from 'graphql';
import gql from 'graphql-tag';

export const ADD_ITEM = gql`
  mutation ($variantId: ID!, $quantity: Int!) {
    result: addItemToOrder(productVariantId: $variantId, quantity: $quantity) {
      ... on ErrorResult {
        message
      }
    }
  }
`;

const SET_CUSTOMER = gql`
  mutation ($input: CreateCustomerInput!) {
    result: setCustomerForOrder(input: $input) {
      ... on ErrorResult {
        message
      }
    }
  }
`;

export const SET_ADDRESS = gql`
  mutation ($input: CreateAddressInput!) {
    result: setOrderShippingAddress(input: $input) {
      ... on ErrorResult {
        message
      }
    }
  }
`;

const SHIPPING_METHODS = gql`
  {
    eligibleShippingMethods {
      id
    }
  }
`;

const SET_SHIPPING_METHOD = gql`
  mutation ($ids: [ID!]!) {
    result: setOrderShippingMethod(shippingMethodId: $ids) {
      ... on ErrorResult {
        message
      }
    }
  }
`;

const ARRANGE_PAYMENT = gql`
  mutation {
    result: transitionOrderToState(state: "ArrangingPayment") {
      ... on ErrorResult {
        message
      }
    }
  }
`;

const PAY = gql`
  mutation {
    result: addPaymentToOrder(input: { method: "dummy", metadata: {} }) {
      ... on Order {
        code
        state
      }
      ... on ErrorResult {
        message
      }
    }
  }
`;

/** Sets the shipping methods of a cart with an address and pays. Returns the order code. */
export async function payFor(shopper: SimpleGraphQLClient, ids: Array<string | undefined>): Promise<string> {
  await send(shopper, SET_CUSTOMER, {
    input: { firstName: 'Carla', lastName: 'C', emailAddress: 'carla@example.com' },
  });
  await send(shopper, SET_SHIPPING_METHOD, { ids });
  await send(shopper, ARRANGE_PAYMENT, {});
  const { code } = await send(shopper, PAY, {});
  return code;
}

/** Buys the units of each variant and pays. Returns the order's code and state. */
export async function checkOut(
  shopper: SimpleGraphQLClient,
  unitsByVariant: Record<string, number>,
  streetLine1 = 'Torstr. 1',
): Promise<{ code: string; state: string }> {
  for (const [variantId, quantity] of Object.entries(unitsByVariant)) {
    await send(shopper, ADD_ITEM, { variantId, quantity });
  }
  await send(shopper, SET_CUSTOMER, {
    input: { firstName: 'Carla', lastName: 'C', emailAddress: 'carla@example.com' },
  });
  await send(shopper, SET_ADDRESS, {
    input: { streetLine1, city: 'Berlin', postalCode: '10119', countryCode: 'DE' },
  });
  const { eligibleShippingMethods } = await shopper.query(SHIPPING_METHODS);
  await send(shopper, SET_SHIPPING_METHOD, { ids: [eligibleShippingMethods[0].id] });
  await send(shopper, ARRANGE_PAYMENT, {});
  return send(shopper, PAY, {});
}

async function send(
  shopper: SimpleGraphQLClient,
  mutation: DocumentNode,
  variables: Record<string, unknown>,
) {
  const { result } = await shopper.query(mutation, variables);
  if (result.message) {
    throw new Error(result.message);
  }
  return result;
}
