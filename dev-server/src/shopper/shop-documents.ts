/** GraphQL documents of the Shop API, from the search to the payment. */

export const SEARCH = /* GraphQL */ `
  query Search($term: String!) {
    search(input: { term: $term, groupByProduct: false, take: 5 }) {
      items {
        productName
        productVariantId
        productVariantName
      }
    }
  }
`;

const ERROR_RESULT = /* GraphQL */ `
  ... on ErrorResult {
    errorCode
    message
  }
`;

export const ADD_TO_CART = /* GraphQL */ `
  mutation AddToCart($variantId: ID!, $quantity: Int!) {
    addItemToOrder(productVariantId: $variantId, quantity: $quantity) {
      ... on Order {
        id
      }
      ${ERROR_RESULT}
    }
  }
`;

export const SET_CUSTOMER = /* GraphQL */ `
  mutation SetCustomer($input: CreateCustomerInput!) {
    setCustomerForOrder(input: $input) {
      ... on Order {
        id
      }
      ${ERROR_RESULT}
    }
  }
`;

export const SET_ADDRESS = /* GraphQL */ `
  mutation SetAddress($input: CreateAddressInput!) {
    setOrderShippingAddress(input: $input) {
      ... on Order {
        id
      }
      ${ERROR_RESULT}
    }
  }
`;

export const SHIPPING_METHODS = /* GraphQL */ `
  query ShippingMethods {
    eligibleShippingMethods {
      id
      code
    }
  }
`;

export const SET_SHIPPING = /* GraphQL */ `
  mutation SetShipping($ids: [ID!]!) {
    setOrderShippingMethod(shippingMethodId: $ids) {
      ... on Order {
        id
      }
      ${ERROR_RESULT}
    }
  }
`;

export const TO_PAYMENT = /* GraphQL */ `
  mutation ToPayment {
    transitionOrderToState(state: "ArrangingPayment") {
      ... on Order {
        id
      }
      ${ERROR_RESULT}
    }
  }
`;

export const PAYMENT_METHODS = /* GraphQL */ `
  query PaymentMethods {
    eligiblePaymentMethods {
      code
      isEligible
    }
  }
`;

export const PAY = /* GraphQL */ `
  mutation Pay($method: String!) {
    addPaymentToOrder(input: { method: $method, metadata: {} }) {
      ... on Order {
        id
        code
        state
      }
      ${ERROR_RESULT}
    }
  }
`;
